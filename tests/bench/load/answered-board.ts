/**
 * A board as long as a board may be and answered throughout: the example's statements over and over, each
 * with what the example says of it.
 */
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import example from '../../../shared/examples/hard-truths.json'
import { type Board, boardOf, type Host, hostOf, newBoard, seatOf } from './boards.ts'
import { Crowd, pause } from './crowd.ts'

/** What one change brings, so that nobody's screen stands still for all of it. */
const STEP = 100
const SAVED_MS = 60_000

export async function makeAnsweredBoard(
  port: number,
  statements: number,
): Promise<{ board: Board; host: Host }> {
  const board = boardOf(port, await newBoard(port, { title: example.title, template: 'example' }))
  const host = await hostOf(board)
  const copies = copiesUpTo(statements)
  await host.ask('POST', '/statements', copies.map(rowOf))

  const crowd = await Crowd.seat([seatOf(board, host)], 0)
  const { doc } = crowd.reader
  const roots = rootsOf(doc)
  const idOf = new Map(
    Array.from(roots.statements, ([id, value]) => {
      const { source, number } = value as { source: string; number: string }
      return [`${source} ${number}`, id] as const
    }),
  )
  const responses = [...roots.responses]
  for (let at = 0; at < copies.length; at += STEP) {
    doc.transact(() => {
      for (const { of, number } of copies.slice(at, at + STEP)) {
        const id = idOf.get(`${of.source} ${number}`)
        if (id === undefined) throw new Error('a statement was not imported')
        const placement = roots.placements.get(of.id)
        if (placement) roots.placements.set(id, placement)
        for (const [key, value] of responses)
          if (key.startsWith(`${of.id}/`)) roots.responses.set(id + key.slice(of.id.length), value)
        const why = whyText(doc, of.id).toString()
        if (why) whyText(doc, id).insert(0, why)
      }
    })
    await savedBy(crowd)
  }
  crowd.leave()
  return { board, host }
}

interface Copy {
  of: (typeof example.statements)[number]
  number: string
}

/** With the example's own there are so many. */
function copiesUpTo(statements: number): Copy[] {
  const all = example.statements
  return Array.from({ length: Math.max(0, statements - all.length) }, (_, index) => {
    const of = all[index % all.length] as Copy['of']
    return { of, number: `${of.number}.${Math.floor(index / all.length) + 1}` }
  })
}

const rowOf = ({ of, number }: Copy) => ({
  source: of.source,
  number,
  text: of.text,
  title: of.title,
  chapter: of.chapter,
  page: of.page,
  theme: of.theme,
  addressedTo: of.addressedTo,
  officialStatus: of.official?.status ?? '',
  officialText: of.official?.text ?? '',
})

async function savedBy(crowd: Crowd): Promise<void> {
  for (const end = performance.now() + SAVED_MS; crowd.reader.unsavedFrames > 0; await pause(5)) {
    crowd.assertOpen()
    if (performance.now() > end) throw new Error('a long board was not saved')
  }
}
