/**
 * What the others do meanwhile: moves at a steady pace all over the board, except of the card that the
 * measured person is about to take.
 */
import type { Placement } from '../../../shared/board.ts'
import { BOARD_COLUMN_IDS } from '../../../shared/columns.ts'
import type { Board } from '../load/boards.ts'
import { seatsAt } from '../load/boards.ts'
import { Crowd } from '../load/crowd.ts'

const PEOPLE = 10
/** Of a board in the middle of a workshop. */
const SORTED = 0.6
/** Of the moves, those that stay in their column. */
const WITHIN_COLUMN = 0.02

export interface Others {
  /** Moves so many a second until told to stop. */
  start(perSecond: number): void
  stop(): void
  /** Leaves this card alone. */
  spare(card: string): void
  /** How many moves have gone out since the start. */
  readonly made: number
  leave(): void
}

export async function seatOthers(board: Board): Promise<Others> {
  const crowd = await Crowd.seat(await seatsAt(board, PEOPLE + 1), 0)
  for (let at = 0; at < crowd.statements.length * SORTED; at++) crowd.move(at % PEOPLE)
  await crowd.caughtUp()

  const placements = crowd.reader.doc.getMap<Placement>('placements')
  let spared = ''
  let made = 0
  let timer: NodeJS.Timeout | undefined
  const move = () => {
    const statement = crowd.statements[Math.floor(Math.random() * crowd.statements.length)]
    if (!statement || statement === spared) return
    made += 1
    const order = `a${Math.floor(Math.random() * 36 ** 5)
      .toString(36)
      .padStart(5, '0')}V`
    const from = placements.get(statement)?.column ?? 'unsorted'
    const others = BOARD_COLUMN_IDS.filter((it) => it !== from)
    const elsewhere = others[Math.floor(Math.random() * others.length)] ?? 'unsorted'
    // Most moves sort; now and then somebody puts a column in order.
    const column = Math.random() < WITHIN_COLUMN ? from : elsewhere
    crowd.people[made % PEOPLE]?.move(statement, { column, order })
  }
  return {
    start(perSecond) {
      made = 0
      const began = performance.now()
      timer = setInterval(() => {
        const due = ((performance.now() - began) / 1000) * perSecond
        while (made < due) move()
      }, 4)
    },
    stop: () => clearInterval(timer),
    spare(card) {
      spared = card
    },
    get made() {
      return made
    },
    leave: () => crowd.leave(),
  }
}
