/**
 * How far this is for everybody, in plain English and no more hopeful than it is: what holds, what does not
 * yet, how that was found out, and whom to tell. `docs/accessibility.md` says the same to who builds it.
 */
import { Check, TriangleAlert } from 'lucide-react'
import { PlainPage } from '../plain-page.tsx'
import styles from './accessibility.module.css'

const HOLDS: readonly [what: string, how: string][] = [
  [
    'By keyboard alone',
    'Start or join a board, find, filter, sort, carry, select several, open, write, comment, undo, choose in private, share, export and leave. 1 2 3 sort the statement you are on; arrow keys go from one to the next; the ? key lists them all. Keys of one letter can be turned off.',
  ],
  [
    'Without dragging',
    'Every move is also one key, or two clicks in the menu of a statement. On a telephone, one tap on a button under it; what you did is taken back from the menu of the board.',
  ],
  [
    'With a screen reader',
    'Everything has a name and a place. What you do is said in the words of the board: “Statement F37 moved to Due regard, 2 of 41.” You choose how much of what others do is said, under Keys and announcements.',
  ],
  [
    'Without losing your place',
    'When somebody else moves or removes what you are on, your focus goes with it or to what is next to it. Nothing others do closes what you are writing in, nor takes a button from under your pointer as you press it. The list in Together is one stop for the Tab key; arrows go through it, and typing a reference goes to it.',
  ],
  [
    'Large, narrow, in your colours',
    'At 400 per cent on a screen 1280 pixels wide you read in one direction only, and what has focus is seen. It follows your system’s dark mode, high contrast colours and wish for less motion. Printed, a board is a list under its columns.',
  ],
  [
    'Without hurry',
    'Nothing runs out of time. Messages stay while you point at them or are in them, and what is in them is also said elsewhere.',
  ],
]

const NOT_YET: readonly [what: string, instead: string][] = [
  [
    'Nobody from outside has audited it',
    'It was tested by those who make it, with the tools named below, and not yet by people who use a screen reader or voice control every day.',
  ],
  [
    'It was tried in two browsers, and thoroughly in one',
    'All that is named below was done in Chromium. Firefox was gone through once, in November 2026: joining, carrying a card, keys, undo, writing, a private vote, export, and every page. Safari and telephones in the hand have not been tried. Enlarging was tried as a screen of 320 by 256 pixels, which is what 400 per cent leaves of 1280 by 1024, and with two fingers to three times.',
  ],
  [
    'Tables and drawings are wide',
    'Enlarged, the mapping, the tables of the paper and the drawings of timetable and diagram are moved sideways in a box of their own. The same is under Export as files.',
  ],
  [
    'A telephone prints one column',
    'Where the screen shows one column at a time, so does the paper. Print from a wide screen, or use the files under Export.',
  ],
  [
    'Long words in small places are cut off',
    'A card on the board shows the first lines of its statement, and of a long theme its beginning. All of it is read out, and stands in the statement when it is opened.',
  ],
  [
    'Much of what others do is seen, not heard',
    'The pointers and cards in their hands move on the screen alone; where a card came to rest is said, if you asked for everything. What they write is there when you come to it, and not announced.',
  ],
  [
    'The projector is for the room',
    'It refreshes by itself and is meant to be looked at from a distance. All it shows is on the board as well.',
  ],
  [
    'Words are only as plain as they were written',
    'Statements stand as they were published. Titles, reasons and comments are as people wrote them.',
  ],
]

export function AccessibilityPage() {
  return (
    <PlainPage
      title="Accessibility"
      lede="Everybody who has to answer a report should be able to work on it. We aim at level AA of the Web Content Accessibility Guidelines, version 2.2. What is not so yet, and what has not been tried yet, is said here too."
    >
      <div className={styles.columns}>
        <div>
          <Listed id="holds" title="What you can count on" items={HOLDS} />
          <section aria-labelledby="tested">
            <h2 id="tested">How it was tested</h2>
            <p>
              With every change, a real browser goes through the pages and states of a board. One script does
              the whole job by keyboard alone, from the first page to leaving: it starts a board, sorts twenty
              statements, answers one, finds, filters, moves several at once, opens Share, Export and Keys,
              and makes its choices. Another does it by touch alone on a telephone’s screen, a third goes on
              without a network. axe looks for faults in light and dark, and pages, dialogs and panels are
              measured as they are at 400 per cent.
            </p>
            <p>
              By hand, in November 2026: Lighthouse gave the first page, the board, an opened statement, My
              choices, Together, the plan, its mapping, timetable, diagram and paper, Versions, History,
              People, the projector, the network check and this page 100 of 100 for accessibility and for best
              practices, wide and narrow. High contrast colours, dark, and paper were looked at by eye. The
              guidance of the W3C on tools for working together was followed where it goes further than the
              guidelines.
            </p>
          </section>
        </div>
        <div>
          <Listed id="not-yet" title="What is not so yet" items={NOT_YET} isOpen />
          <section aria-labelledby="tell">
            <h2 id="tell">If something keeps you out</h2>
            <p>
              Tell the facilitator who sent you the link: they can do a thing for you at once, send you the
              statements as a spreadsheet or a plain text, or take your answer by telephone. Then tell whoever
              runs this server, <b>{window.location.host}</b>: what you wanted to do, with what, and what
              happened. They owe you an answer.
            </p>
            <p>
              Is the answer not good enough? In England, Scotland and Wales the{' '}
              <a href="https://www.equalityadvisoryservice.com/">Equality Advisory and Support Service</a>{' '}
              helps; in Northern Ireland the{' '}
              <a href="https://www.equalityni.org/">Equality Commission for Northern Ireland</a>.
            </p>
          </section>
        </div>
      </div>
    </PlainPage>
  )
}

function Listed({
  id,
  title,
  items,
  isOpen = false,
}: {
  id: string
  title: string
  items: readonly (readonly [string, string])[]
  isOpen?: boolean
}) {
  const Icon = isOpen ? TriangleAlert : Check
  return (
    <section aria-labelledby={id} className={isOpen ? styles.open : styles.holds}>
      <h2 id={id}>{title}</h2>
      <ul>
        {items.map(([what, words]) => (
          <li key={what}>
            <Icon size={20} aria-hidden />
            <h3>{what}</h3>
            <p>{words}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
