/**
 * Made-up statements in any number, for trying a board at the size of a real report and beyond.
 *
 * The same count and seed give the same statements, byte for byte. All wording is our own: a duty, who it
 * falls on, from when, and how one would know. Every text and every source with number occurs once.
 */
import { STATEMENT_COLUMNS, type StatementColumn } from '../../shared/api.ts'
import { seeded } from './seeded.ts'

/** One row of the CSV import with nothing left out; an empty text means not given. */
export type GeneratedStatement = Record<StatementColumn, string>

type Some<T> = readonly [T, ...T[]]
type Chance = () => number
type Theme = 'Culture' | 'Compassionate care' | 'Leadership' | 'Standards' | 'Information' | 'Openness'
type Audience = 'trusts' | 'boards' | 'wards' | 'commissioners' | 'national' | 'educators'
type Duty = readonly [theme: Theme, audience: Audience, title: string, words: string]

/** Statements in one publication before the next begins: as many as the inquiry made recommendations. */
const PER_PUBLICATION = 290
const PUBLICATIONS: Some<string> = ['F', 'K', 'C', 'B', 'H', 'N', 'Y']
const PAGES_PER_STATEMENT = 0.7

// biome-ignore format: a table, one duty a line
const CHAPTERS: Some<{ title: string; duties: Some<Duty> }> = [
  {
    title: 'Preventing problems',
    duties: [
      ['Compassionate care', 'wards', 'Help with meals and drinks', 'give unhurried help with meals and drinks to every patient who needs it'],
      ['Compassionate care', 'wards', 'One named nurse for each patient', 'tell each patient the name of the nurse who looks after them that day'],
      ['Compassionate care', 'wards', 'Call bells answered promptly', 'time how long call bells ring and act where patients are left waiting'],
      ['Compassionate care', 'wards', 'Pain asked about and relieved', 'ask about pain at every round of observations and return to see whether relief has worked'],
      ['Compassionate care', 'trusts', 'Dementia care on every ward', 'prepare every ward to care for people with dementia, with the advice of those who know them'],
      ['Compassionate care', 'trusts', 'Visiting that suits carers', 'welcome carers at any hour at which their presence helps the patient'],
      ['Compassionate care', 'trusts', 'Quiet wards at night', 'measure noise and light on the wards at night and reduce both'],
      ['Standards', 'trusts', 'No discharge home at night', 'stop sending frail patients home at night unless they wish to go and are expected there'],
      ['Standards', 'wards', 'Handover in a written order', 'follow one written order for handover and record what could not be done'],
      ['Standards', 'wards', 'Pressure sores prevented', 'look at the skin of every patient at risk on admission and each day after it'],
      ['Standards', 'trusts', 'Missed doses of medicines', 'count the doses of critical medicines that were not given and find out why'],
      ['Standards', 'trusts', 'Falls examined by cause', 'examine each fall that causes harm for its cause and not for somebody to blame'],
      ['Standards', 'national', 'Standards care must not fall below', 'write the minimum standards of care so that a patient can tell whether they are met'],
      ['Standards', 'national', 'Early warning score in common', 'agree one early warning score for adults and teach it in the same way everywhere'],
      ['Information', 'trusts', 'Ward staffing shown to visitors', 'show beside each ward entrance how many staff were planned and how many came'],
      ['Information', 'wards', 'Notes kept at the bedside', 'keep the current plan of care where the patient and their family can read it'],
      ['Information', 'national', 'Paperwork collected only once', 'agree what has to be reported, collect it once and share it with all who are entitled to see it'],
      ['Openness', 'trusts', 'Truth told after harm', 'tell a patient who has been harmed what happened, in person, as soon as it is known'],
      ['Openness', 'wards', 'Family questions answered each day', 'offer each family a time of day at which a senior nurse will answer questions'],
      ['Leadership', 'trusts', 'Supervisory time for ward sisters', 'free ward sisters from the numbers for enough of the week to supervise care'],
      ['Leadership', 'boards', 'Safety before money on agendas', 'take reports on harm to patients before reports on money and targets'],
      ['Leadership', 'boards', 'Savings judged for safety first', 'have the chief nurse and medical director sign for the effect of each saving on patients'],
      ['Culture', 'trusts', 'Appointments made on values', 'ask every candidate for a post how they would treat a frightened or difficult patient'],
      ['Culture', 'wards', 'Names and roles on badges', 'wear name badges that a patient can read from the bed and that say what the wearer does'],
      ['Culture', 'commissioners', 'Good care written into contracts', 'write into each contract what good care means for the main groups of patients'],
    ],
  },
  {
    title: 'Detecting problems quickly',
    duties: [
      ['Standards', 'trusts', 'Every death in hospital reviewed', 'have each death in hospital reviewed by a senior clinician who did not treat the patient'],
      ['Standards', 'trusts', 'Peer review by neighbours', 'invite colleagues from another hospital to review each clinical team and publish what they find'],
      ['Standards', 'national', 'Inspection by specialists', 'inspect clinical services with people who practise in the same specialty'],
      ['Standards', 'national', 'Visits at night and weekends', 'carry out part of every inspection at night or at a weekend'],
      ['Standards', 'boards', 'Audit results followed up', 'check that each clinical audit has led to a change or to a recorded reason for none'],
      ['Information', 'trusts', 'Full record sent to the coroner', 'send the coroner the whole record of a death without waiting to be asked'],
      ['Information', 'boards', 'Quality accounts with bad news', 'print in the quality account the same measures each year, including those that have worsened'],
      ['Information', 'trusts', 'Records open to patients', 'let patients read their own notes and results and add a comment to them'],
      ['Information', 'national', 'Outcomes published by specialty', 'publish the results of treatment by specialty with a plain account of what they show'],
      ['Information', 'wards', 'Patient feedback read each week', 'read what patients have said during the week and post beside it what was changed'],
      ['Information', 'commissioners', 'Signs of trouble put together', 'bring together complaints, incidents and staff figures for each service in one place'],
      ['Openness', 'boards', 'Patient stories heard by directors', 'hear an account of care from a patient or relative at each public meeting'],
      ['Openness', 'trusts', 'Somewhere safe to speak up', 'name somebody outside the line of management to whom staff may take a worry about care'],
      ['Openness', 'trusts', 'Reply to staff who report', 'tell each person who reports an incident what was found and what was done'],
      ['Openness', 'wards', 'Concerns put right at once', 'give each patient the name of somebody who can put a concern right the same day'],
      ['Openness', 'national', 'Warnings passed between bodies', 'pass a serious warning about a hospital to the other bodies concerned on the same day'],
      ['Leadership', 'boards', 'Directors seen on the wards', 'visit wards at different hours and report at the next meeting what was seen'],
      ['Leadership', 'boards', 'Governors visit without notice', 'enable governors to visit any ward without notice and answer what they report'],
      ['Leadership', 'commissioners', 'Commissioners see for themselves', 'visit the services that they pay for and speak with patients there'],
      ['Culture', 'educators', 'Trainees asked about safety', 'ask students and trainees about the safety of each placement while they are still there'],
      ['Culture', 'trusts', 'Near misses valued', 'treat a report of a near miss as a service to patients and thank the person who made it'],
      ['Compassionate care', 'trusts', 'Children asked about their care', 'ask children about their care in a way that suits their age'],
      ['Compassionate care', 'trusts', 'Relatives asked after a death', 'ask each bereaved family whether anything about the care had worried them'],
      ['Compassionate care', 'wards', 'Hourly rounds that are real', 'check that regular rounds are carried out in person and not just signed for'],
    ],
  },
  {
    title: 'Taking action promptly',
    duties: [
      ['Standards', 'wards', 'Any nurse may call for help', 'call a senior doctor directly when a patient seems to be getting worse'],
      ['Standards', 'trusts', 'Senior review within hours', 'have each emergency patient seen by a consultant within hours of admission'],
      ['Standards', 'national', 'One procedure for failing trusts', 'publish the stages, with dates, that follow when a hospital is found to be failing'],
      ['Standards', 'trusts', 'Unsafe equipment taken out of use', 'take unsafe equipment out of use at once and replace it without waiting for the yearly budget'],
      ['Standards', 'boards', 'Power to close a ward', 'give the nurse in charge of the hospital the power to close beds when staffing is unsafe'],
      ['Information', 'trusts', 'Safety alerts closed on time', 'name one person who answers for each safety alert and check on the wards that it was acted on'],
      ['Information', 'national', 'Requests for data cut back', 'end any request for data that nobody can show to have been used'],
      ['Information', 'commissioners', 'Early notice of service changes', 'warn neighbouring hospitals in good time before a service is reduced'],
      ['Information', 'trusts', 'Letters sent within days', 'send the letter about a hospital stay to the general practitioner and the patient within two days'],
      ['Openness', 'trusts', 'Families part of incident reviews', 'let the patient or family help to set the questions of a serious incident review'],
      ['Openness', 'trusts', 'No agreement that silences', 'remove from every settlement any term that could silence a concern about safety'],
      ['Openness', 'trusts', 'Complaints answered independently', 'have each complaint looked into by somebody from outside the service complained of'],
      ['Openness', 'boards', 'Lessons published with dates', 'publish what was learned from each serious incident, with the date of each change'],
      ['Openness', 'commissioners', 'Free advocacy for complainants', 'make sure that a person who complains can have free and independent help'],
      ['Leadership', 'boards', 'Pairing with a better performer', 'seek help in writing from a hospital that does well in the same matter'],
      ['Leadership', 'commissioners', 'Commissioners able to step in', 'suspend a service where patients are at risk and say publicly why'],
      ['Leadership', 'national', 'Regulators act together', 'agree in advance which regulator leads when several are concerned about one hospital'],
      ['Leadership', 'boards', 'Risks owned by one director', 'name one director for each serious risk and review it until it has been removed'],
      ['Culture', 'trusts', 'Support for staff after incidents', 'support staff who have been part of an incident, from the same day'],
      ['Culture', 'wards', 'Short meeting after each emergency', 'hold a short meeting after each emergency to ask what went well and what did not'],
      ['Compassionate care', 'wards', 'Senior doctor named at the bed', 'show at the bed the name of the senior doctor who answers for the whole of the care'],
      ['Compassionate care', 'trusts', 'Moving on to adult services', 'write with each young person one plan for moving on to adult services'],
      ['Compassionate care', 'trusts', 'Going home with a plan', 'give each patient on leaving a written plan and a number that is answered day and night'],
    ],
  },
  {
    title: 'Robust accountability',
    duties: [
      ['Leadership', 'boards', 'Fit and proper directors', 'satisfy themselves each year that every director is fit for the post'],
      ['Leadership', 'national', 'Barring of unfit directors', 'keep a list of people found unfit to direct an organisation that gives care'],
      ['Leadership', 'boards', 'Governors trained for the role', 'pay for governors to be trained to question what they are told about quality'],
      ['Leadership', 'boards', 'Skills of the board reviewed', 'review whether enough of the directors have worked in the care of patients'],
      ['Leadership', 'commissioners', 'Clear duties of those who buy', 'say in public who among them answers for the quality of each service'],
      ['Openness', 'boards', 'Board business done in public', 'publish board papers a week ahead and list what is taken in private with the reason'],
      ['Openness', 'trusts', 'Yearly public report on complaints', 'publish each year what people complained about and what is different because of it'],
      ['Openness', 'boards', 'Complaints read by directors', 'read a selection of complaints in full, with the replies that were sent'],
      ['Openness', 'national', 'Inspection reports in plain words', 'publish inspection reports that a patient can follow without help'],
      ['Openness', 'commissioners', 'Local people shape the measures', 'let local patients choose some of the measures by which a service is judged'],
      ['Information', 'boards', 'One director answers for figures', 'name one director who answers for the accuracy of published figures'],
      ['Information', 'trusts', 'Clinicians check their own data', 'show clinicians the figures for their own service before these are sent anywhere'],
      ['Information', 'national', 'False information an offence', 'treat the knowing supply of false information about care as an offence'],
      ['Information', 'national', 'Evidence shared by inspectors', 'accept recent evidence gathered by another inspecting body'],
      ['Standards', 'boards', 'Independent check of quality data', 'have the main measures of quality checked each year by somebody independent'],
      ['Standards', 'national', 'Powers used in proportion', 'explain which breach of a standard leads to which penalty'],
      ['Standards', 'commissioners', 'Contracts checked in practice', 'check by visits and samples of notes that the standards in the contract are met'],
      ['Standards', 'trusts', 'References that say how staff care', 'give references that say how a worker treated the people in their care'],
      ['Culture', 'national', 'Honest error kept apart from neglect', 'draw a plain line between honest error and reckless neglect and teach it to staff'],
      ['Culture', 'boards', 'Rewards that follow care', 'make the pay of senior managers depend in part on what patients and staff report'],
      ['Compassionate care', 'boards', 'End of life care on the agenda', 'receive a report every year on the care of people who died in the hospital'],
      ['Compassionate care', 'trusts', 'Apology written by a person', 'see that every apology is written by somebody who knows what happened'],
    ],
  },
  {
    title: 'Trained and motivated staff',
    duties: [
      ['Culture', 'trusts', 'Support worker certificate', 'allow nobody to give personal care alone before completing a common certificate'],
      ['Culture', 'trusts', 'Appraisal that looks at care', 'ask in every appraisal how the person treats patients and colleagues'],
      ['Culture', 'trusts', 'Time for teams to reflect', 'give teams regular time away from the ward to talk about the strain of the work'],
      ['Culture', 'boards', 'Staff survey for each team', 'discuss the results of the staff survey with each team and follow up the lowest'],
      ['Culture', 'national', 'One set of job titles', 'agree a short set of job titles for support workers that patients can understand'],
      ['Culture', 'wards', 'New starters never left alone', 'pair each new member of staff with an experienced colleague for the first weeks'],
      ['Culture', 'trusts', 'Bullying acted upon', 'act on reports of bullying and show staff in general terms what followed'],
      ['Standards', 'national', 'Revalidation for nurses', 'ask registered nurses to show at set intervals that they remain fit to practise'],
      ['Standards', 'trusts', 'Induction for agency staff', 'show agency nurses and locum doctors the ward and its equipment before a first shift'],
      ['Standards', 'educators', 'Placements only where care is good', 'withdraw students from a placement where care is poor and say why'],
      ['Standards', 'educators', 'Training to recognise a sick child', 'train all who treat children to recognise a child who is becoming seriously ill'],
      ['Standards', 'trusts', 'Training time kept free', 'protect the time set aside for training when the hospital is busy'],
      ['Compassionate care', 'educators', 'Care experience before training', 'look for experience of direct care in those who apply to train as nurses'],
      ['Compassionate care', 'educators', 'Patients among the teachers', 'bring patients and carers into the teaching of every clinical profession'],
      ['Compassionate care', 'trusts', 'Training in hard conversations', 'train senior staff to talk about dying and to listen to those who are angry or afraid'],
      ['Compassionate care', 'wards', 'Delegation that is understood', 'say clearly what is delegated to support workers and listen to what they have seen'],
      ['Leadership', 'national', 'Training for future directors', 'train clinicians who wish to lead and recognise that training in appointments'],
      ['Leadership', 'trusts', 'Ward leaders prepared for the post', 'prepare ward leaders for the post before they take it up'],
      ['Leadership', 'boards', 'Successors found early', 'know who could take over each senior clinical post and prepare them for it'],
      ['Information', 'trusts', 'Skills known for each shift', 'keep a record of the skills on each shift and not of the numbers alone'],
      ['Information', 'educators', 'Trainee surveys shared at once', 'share what trainees say about a hospital with those who inspect it'],
      ['Openness', 'educators', 'Speaking up taught from the start', 'teach every student how to raise a concern and whom to tell if nothing follows'],
      ['Openness', 'trusts', 'Leavers asked why they go', 'ask everyone who leaves what they thought of the care and use the answers'],
    ],
  },
]

/** The subject of the sentence, always plural, and the body that the mapping names. */
const WHO: Record<Audience, { addressedTo: string; subjects: Some<string> }> = {
  trusts: {
    addressedTo: 'All NHS trusts',
    subjects: [
      'all NHS trusts',
      'hospitals',
      'providers of hospital care',
      'trusts and foundation trusts',
      'those who run hospitals',
      'acute hospitals of every size',
    ],
  },
  boards: {
    addressedTo: 'Trust boards',
    subjects: [
      'trust boards',
      'boards of directors',
      'the directors of every trust',
      'chairs and their boards',
      'executive and non-executive directors together',
    ],
  },
  wards: {
    addressedTo: 'All NHS trusts',
    subjects: [
      'ward teams',
      'the staff of every ward',
      'ward sisters and charge nurses',
      'nurses and doctors on each ward',
      'those in charge of a shift',
    ],
  },
  commissioners: {
    addressedTo: 'Commissioners',
    subjects: [
      'commissioners',
      'local commissioning bodies',
      'those who pay for hospital care',
      'commissioners in each area',
    ],
  },
  national: {
    addressedTo: 'National bodies',
    subjects: [
      'the national regulators',
      'national bodies',
      'the bodies that oversee hospitals',
      'the Department and its national partners',
      'regulators acting together',
    ],
  },
  educators: {
    addressedTo: 'Education and training bodies',
    subjects: [
      'universities and training bodies',
      'those who train clinical staff',
      'education bodies',
      'deaneries and schools of nursing',
    ],
  },
}

const FROM_WHEN: Some<string> = [
  'within a year of this report',
  'from the start of the next financial year',
  'without waiting for further guidance',
  'by the end of next year',
  'as soon as the means are in place',
  'as a condition of good practice',
  'as part of ordinary work',
  'within six months',
]

/** Where to begin, which makes sense only for those who treat patients. */
const FROM_WHERE: Some<string> = [
  ...FROM_WHEN,
  'beginning with emergency and acute care',
  'beginning with the care of older people',
  'wherever patients are treated',
  'in every service, large or small',
]

const HOW_KNOWN: Record<'hospital' | 'board' | 'national', Some<string>> = {
  hospital: [
    'The board should see the result each quarter.',
    'Progress should be set out in the annual quality account.',
    'Patients and carers should help to judge whether it works.',
    'Where this is not done, the reason should be written down and shown to the governors.',
    'Staff who say that it is not happening should be heard and answered.',
    'One senior person should answer for it by name.',
    'What is learned should be shared with neighbouring hospitals.',
    'A sample should be checked each month by somebody from another service.',
    'It should be explained to patients in words that they would use.',
    'The time that it takes should be allowed for when shifts are planned.',
    'Results should be shown for each service, and not only as an average.',
    'The regulator should ask for evidence of it at every inspection.',
  ],
  board: [
    'The minutes should show that it was done and what followed.',
    'The governors should be told each year how it has gone.',
    'It should be done in public unless a patient could be recognised.',
    'One non-executive director should answer for it by name.',
    'Staff and patients should be able to see that it has been done.',
    'The annual report should say how it was done.',
    'Where this is not done, the reason should be recorded in the minutes.',
    'The regulator should ask for evidence of it at every inspection.',
    'Somebody from outside should be asked every few years whether it is done well.',
  ],
  national: [
    'Progress should be reported in public once a year.',
    'Hospitals should be consulted about the detail before it takes effect.',
    'The effect on front-line paperwork should be measured beforehand.',
    'Patients should have a part in the design.',
    'The results should be open to the public in a form that can be compared.',
    'The arrangements should be reviewed after two years by somebody independent.',
    'It should be clear to everyone concerned which body has the last word.',
    'Where views differ, the reasons for the decision should be published.',
    'The cost should be stated, together with who will bear it.',
    'Smaller organisations should be given help to take part.',
  ],
}

/** How often each official answer is given, in hundredths, and its words; the rest have none. */
const OFFICIAL: Some<{ status: string; weight: number; texts: Some<string> }> = [
  {
    status: 'Accepted',
    weight: 60,
    texts: [
      'The Department will publish guidance on this within the year.',
      'The Department will report on progress in twelve months.',
      'The national regulator will ask about this at each inspection from next year.',
      'The national regulator will set out what good practice looks like.',
      'The national commissioning body will write this into the standard contract.',
      'The national commissioning body will collect figures and make them public.',
      'The national training body will change what it asks of those it funds.',
      'The national safety team will collect examples and make them known.',
      "National bodies will work with patients' groups to put this into effect.",
      'Professional bodies will be asked to lead, with support from the Department.',
    ],
  },
  {
    status: 'Accepted in principle',
    weight: 18,
    texts: [
      'The Department agrees with the aim and will consult on how to reach it.',
      'The Department will consider the cost before a date is set.',
      'National bodies will test this in a small number of places before deciding.',
      'National bodies support this and expect it to be settled locally.',
      'The national regulator will return to this when its new methods are in use.',
    ],
  },
  {
    status: 'Accepted in part',
    weight: 10,
    texts: [
      'The first part will be acted on; the rest is left to each organisation.',
      'This will be recommended, but the Department does not propose to require it.',
      'This will be taken forward for acute hospitals only.',
    ],
  },
  {
    status: 'Not accepted',
    weight: 4,
    texts: [
      'The Department considers that existing duties already cover this.',
      'The Department believes that the paperwork would outweigh the benefit.',
    ],
  },
]

export function generatedStatements(count: number, seed = 1): GeneratedStatement[] {
  const chance = seeded(seed)
  const deal = dealerOf(chance)
  const used = new Set<string>()
  return Array.from({ length: count }, (_, index) => {
    const { source, number, size } = spotInPublication(index, count)
    const chapter = nth(CHAPTERS, Math.floor(((number - 1) * CHAPTERS.length) / size))
    const duty = deal(chapter.duties)
    const [theme, audience, title] = duty
    return {
      source,
      number: String(number),
      text: unusedText(duty, used, chance),
      title,
      chapter: chapter.title,
      page: String(9 + Math.floor(number * PAGES_PER_STATEMENT)),
      theme,
      addressedTo: WHO[audience].addressedTo,
      ...officialAnswer(chance),
    }
  })
}

/** The same statements as a file to import: RFC 4180, lines ended by CRLF, quoted only where needed. */
export function generatedCsv(count: number, seed = 1): string {
  const rows = generatedStatements(count, seed).map((it) =>
    STATEMENT_COLUMNS.map((name) => csvCell(it[name])),
  )
  return [STATEMENT_COLUMNS, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('')
}

const csvCell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Publications are filled one after another; the last takes whatever is left. */
function spotInPublication(index: number, count: number) {
  const last = PUBLICATIONS.length - 1
  const publication = Math.min(Math.floor(index / PER_PUBLICATION), last)
  const before = publication * PER_PUBLICATION
  const left = count - before
  return {
    source: nth(PUBLICATIONS, publication),
    number: index - before + 1,
    size: publication === last ? left : Math.min(PER_PUBLICATION, left),
  }
}

function unusedText(duty: Duty, used: Set<string>, chance: Chance): string {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const text = sentences(duty, chance)
    if (used.has(text)) continue
    used.add(text)
    return text
  }
  throw new RangeError(`no new wording left after ${used.size} statements`)
}

function sentences([, audience, , words]: Duty, chance: Chance): string {
  const treatsPatients = audience === 'trusts' || audience === 'wards'
  const judge = treatsPatients ? 'hospital' : audience === 'boards' ? 'board' : 'national'
  const subject = pick(WHO[audience].subjects, chance)
  const from = pick(treatsPatients ? FROM_WHERE : FROM_WHEN, chance)
  const howKnown = pick(HOW_KNOWN[judge], chance)
  const order = chance()
  if (order < 0.4) return `${capital(subject)} should ${words}. ${howKnown}`
  if (order < 0.7) return `${capital(from)}, ${subject} should ${words}. ${howKnown}`
  if (order < 0.85) return `${capital(subject)} should, ${from}, ${words}. ${howKnown}`
  return `${capital(from)}, ${subject} should ${words}.`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function officialAnswer(chance: Chance) {
  let point = chance() * 100
  for (const { status, weight, texts } of OFFICIAL) {
    point -= weight
    if (point < 0) return { officialStatus: status, officialText: pick(texts, chance) }
  }
  return { officialStatus: '', officialText: '' }
}

/** Deals every duty of a chapter once before any comes again, in a new order each time round. */
function dealerOf(chance: Chance): (duties: Some<Duty>) => Duty {
  const left = new Map<Some<Duty>, Duty[]>()
  return (duties) => {
    const rest = left.get(duties) ?? []
    if (rest.length === 0) rest.push(...duties)
    left.set(duties, rest)
    const [duty] = rest.splice(Math.floor(chance() * rest.length), 1)
    return duty ?? duties[0]
  }
}

const nth = <T>(list: Some<T>, index: number): T => list[index] ?? list[0]
const pick = <T>(list: Some<T>, chance: Chance): T => nth(list, Math.floor(chance() * list.length))
