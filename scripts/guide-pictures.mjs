/**
 * The pictures of the guide: one workshop on the example board, from the list of people to a sealed version.
 *
 * Everything is done as a person does it, but for the private choices of twelve people, which are sent.
 */
import { setTimeout as sleep } from 'node:timers/promises'

const DESK = { width: 1280, height: 800 }
const PHONE = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true }
const WALL = { width: 1280, height: 720 }

const REPORT = `Chapter 1: Listening

1. Every ward should hold a short meeting each week at which patients and their families say what went well and what did not.
2. What was said should be written down, and read at the next meeting of the board of directors.
3. The commissioner should publish a list of the wards that hold no such meeting.

Chapter 2: Staffing

4. Planned and actual staffing should be shown at the door of every ward, and corrected at each change of shift.
5. A sister should not be counted among those who look after patients.`

const INVITED = [
  'Name\tPost\tGroup\tTakes part by',
  'Ama Osei\tChief Nurse\tNursing\tdevice',
  'Ben Kaur\tConsultant\tMedical\tdevice',
  'Farah Rahman\tMatron\tNursing\tdevice',
  'Jo Mensah\tPublic governor\tGovernors\tdevice',
  'Iris Bell\tPatient leader\tGovernors\troom',
  'Tom Adeyemi\tWard manager\tNursing\tdevice',
  'Wen Li\tPharmacist\tMedical\tdevice',
  'Rosa Quinn\tHealthwatch\tPartners\tpaper',
].join('\n')

const VOTERS = ['Tom', 'Wen', 'Nia', 'Omar', 'Pia', 'Raj', 'Sol', 'Una', 'Vic', 'Zoe', 'Gil', 'Hal']

/** On a board of its own, where everybody joins once. */
export async function takeGuidePictures({ origin, createKey, open, save }) {
  const ama = await open({ viewport: DESK })
  const { links } = await startBoard(ama, origin, createKey)
  const ben = await open({ viewport: DESK })
  const jo = await open(PHONE)
  const board = links.facilitator.path.split('#')[0]
  const at = (page, path) => page.goto(`${origin}${board}${path}${new URL(page.url()).search}`)
  const settled = (page) => page.locator('[data-saved="safe"]').waitFor()
  for (const [page, role, name] of [
    [ama, 'facilitator', 'Ama Osei'],
    [ben, 'participant', 'Ben Kaur'],
    [jo, 'participant', 'Jo Mensah'],
  ]) {
    const as = await comeIn(page, origin, links[role], name)
    await page.goto(`${origin}${board}?as=${as}`)
    await settled(page)
  }
  const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
  const picture = async (name, page, options) => {
    await sleep(1_200)
    await page.evaluate(() => document.fonts.ready)
    save(`guide/${name}`, await page.screenshot(options))
  }

  await press(ama, 'Import')
  await ama.getByLabel('Paste the statements').fill(REPORT)
  await press(ama, 'Look at it')
  await ama.getByLabel('Which publication is this?').fill('Listening on the wards: a review')
  await ama.getByLabel('Letters before its numbers').fill('L')
  await ama.getByRole('dialog').getByRole('checkbox').nth(2).uncheck()
  await picture('import', ama)
  await ama.keyboard.press('Escape')

  await at(ama, '/people')
  await ama.getByLabel('People, one in a line').fill(INVITED)
  await ama.getByRole('button', { name: 'Add 8 people' }).click()
  await ama.getByRole('row', { name: /Rosa Quinn/ }).waitFor()
  await at(ama, '/people')
  await ama.getByRole('row', { name: /Rosa Quinn/ }).waitFor()
  await picture('people', ama)

  await at(ama, '')
  await settled(ama)
  await press(ama, 'Share')
  await press(ama, 'Open the doors')
  await ama.getByRole('heading', { name: 'The doors are open' }).waitFor()
  await picture('share', ama)
  await ama.keyboard.press('Escape')

  const asked = await openVote(ama)
  await at(jo, '/choices')
  await jo.getByText('answered, about').waitFor()
  await picture('choices', jo)
  for (const [index, name] of VOTERS.entries()) {
    const voter = await open({ viewport: { width: 400, height: 300 } })
    const as = await comeIn(voter, origin, links.participant, name)
    await chooseAll(voter, { board, as, index, asked })
    await voter.context().close()
  }

  const wall = await ama.context().newPage()
  await wall.setViewportSize(WALL)
  await wall.goto(`${origin}${board}/present`)
  await wall.getByText('Choose for yourself, on your own screen').waitFor()
  await picture('wall', wall)

  await at(ama, '/together')
  await patchVote(ama, { show: asked.slice(0, 12) })
  const agenda = ama.getByRole('navigation', { name: 'Statements to talk about' })
  await agenda.getByRole('button', { name: new RegExp(`^${asked[3]} `) }).click()
  await ama.getByLabel('Result of the private vote').waitFor()
  await ama.getByRole('radio', { name: 'New action' }).check()
  await ama.evaluate(() => document.activeElement?.blur())
  await ama.locator('article h2').scrollIntoViewIfNeeded()
  await picture('together', ama)
  await picture('result', wall)
  await wall.close()

  await patchVote(ama, { show: 'all' })
  await patchVote(ama, { close: true })
  await at(ama, '/plan')
  await ama.getByRole('heading', { name: 'Work streams' }).waitFor()
  await picture('plan', ama)
  await at(ama, '/mapping')
  await ama.getByRole('heading', { name: 'Mapping' }).waitFor()
  await picture('mapping', ama)
  await at(ama, '/paper')
  await ama.getByRole('heading', { name: '1 Purpose' }).waitFor()
  await picture('paper', ama)

  await at(ama, '/versions')
  await press(ama, 'Seal a version…')
  await ama.getByLabel('What this version is').fill('As presented to the Quality Committee')
  await press(ama, 'Seal it')
  await ama.locator('summary', { hasText: 'As presented' }).waitFor()
  await picture('versions', ama)

  await ben.context().setOffline(true)
  await ben.locator('[data-card] [data-open]').first().press('1')
  await ben.getByText('Not saved: kept on this device').first().waitFor()
  await picture('offline', ben, { clip: { x: 0, y: 0, width: DESK.width, height: 330 } })
}

/** A board that begins as a copy of the example. */
async function startBoard(page, origin, createKey) {
  await page.goto(`${origin}/join`)
  return page.evaluate(async (key) => {
    const reply = await fetch('/api/boards', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-create-key': key },
      body: JSON.stringify({
        title: 'Hard Truths: our response',
        organisation: 'Brackwater Hospitals NHS Foundation Trust',
        template: 'example',
      }),
    })
    if (!reply.ok) throw new Error(await reply.text())
    return reply.json()
  }, createKey)
}

/** Joins, and gives back by which link. */
async function comeIn(page, origin, { path }, name) {
  await page.goto(`${origin}/join`)
  return page.evaluate(
    async ([path, name]) => {
      const [board, key] = path.split('#')
      const reply = await fetch(`/api${board.replace('/b/', '/boards/')}/join`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key, name }),
      })
      if (!reply.ok) throw new Error(await reply.text())
      return (await reply.json()).as
    },
    [path, name],
  )
}

/** A private vote on what is not sorted yet, as *Together* opens it. */
const openVote = (page) =>
  page.evaluate(async () => {
    const [, , board] = location.pathname.split('/')
    const as = new URLSearchParams(location.search).get('as')
    const path = `/api/boards/${board}`
    const all = await (await fetch(`${path}/statements?as=${as}`)).json()
    const statements = all.filter((it) => it.placement.column === 'unsorted').map((it) => it.id)
    const reply = await fetch(`${path}/votes?as=${as}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ packs: [{ title: 'What is not sorted yet', statements }], quorum: 5 }),
    })
    if (!reply.ok) throw new Error(await reply.text())
    return statements
  })

/** Of most statements most people say the same; on every fourth they divide. */
const chooseAll = (page, who) =>
  page.evaluate(async ({ board, as, index, asked }) => {
    for (const [at, statement] of asked.entries()) {
      const most = ['due-regard', 'new-action', 'watching-brief'][at % 3]
      const other = index % 2 === 0 ? 'new-action' : 'watching-brief'
      const choice = at % 4 === 3 ? other : index === 11 ? 'due-regard' : most
      // Not everybody is done with everything.
      if (index > 7 && at > 20 + index) break
      const path = `/api${board.replace('/b/', '/boards/')}/votes/1/choices/${statement}?as=${as}`
      const reply = await fetch(path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ choice }),
      })
      if (!reply.ok) throw new Error(await reply.text())
    }
  }, who)

const patchVote = (page, body) =>
  page.evaluate(async (change) => {
    const [, , board] = location.pathname.split('/')
    const as = new URLSearchParams(location.search).get('as')
    const reply = await fetch(`/api/boards/${board}/votes/1?as=${as}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    })
    if (!reply.ok) throw new Error(await reply.text())
  }, body)
