/** `erase`: takes something out of a board and its files while the server is stopped, and prints the receipt. */
import { parseArgs } from 'node:util'
import { isId } from '../../shared/board.ts'
import { Problem } from '../../shared/problem.ts'
import { openBoardEntries } from '../board-entries.ts'
import { type EraseOrder, eraseFrom } from '../erasure/erase.ts'
import { eraseBoard, refuseHeld } from '../erasure/erase-board.ts'
import { openReplies } from '../middleware/idempotency.ts'
import { everybody } from '../people/enter.ts'
import type { Room } from '../sync/contract.ts'
import { type Command, DONE, Misused } from './command.ts'
import { withRooms } from './with-rooms.ts'

export const erase: Command = {
  args: 'BOARD --person NAME | --statement REF | --comment PERSON/ID | --board  --because TEXT',
  line: 'takes it out of the board and of every file, with the server stopped, and prints the receipt',
  async run(args, { config, clock, say }) {
    const { board, what, because: reason } = orderIn(args)
    const receipt = await withRooms(config, clock, async ({ stores, rooms }) => {
      const entries = openBoardEntries(stores.registry)
      const needs = { stores, rooms, entries, clock, backupDays: config.backupDays }
      if (what.kind === 'board') return eraseBoard(needs, { board, by: 'server', reason })
      refuseHeld(stores.registry.board(board))
      const room = await rooms.open(board)
      const item = { kind: what.kind, id: idOf(room, what.kind, what.named) }
      const receipt = await eraseFrom(room, { ...item, by: 'server', reason }, needs)
      // A reply that was kept to be given again may hold it too.
      await openReplies(clock, stores.serverSecret).forget(board, room.store.files)
      return receipt
    })
    say(JSON.stringify(receipt, null, 1))
    const { places, records, versions } = receipt
    if (places + records + versions.length > 0) return DONE
    say('Nothing of it was found: was it erased before, or is the id another one?')
    return NOTHING_FOUND
  },
}

const NOTHING_FOUND = 1

type What = { kind: 'board' } | { kind: EraseOrder['kind']; named: string }

function orderIn(args: readonly string[]): { board: string; what: What; because: string } {
  const { values, positionals } = parsed(args)
  const [board, ...more] = positionals
  const asked: What[] = []
  for (const kind of ['person', 'statement', 'comment'] as const) {
    const named = values[kind]
    if (named !== undefined) asked.push({ kind, named })
  }
  if (values.board) asked.push({ kind: 'board' })
  const [what] = asked
  if (!isId(board) || more.length > 0) throw new Misused('Name the board by its id, as in its address.')
  if (!what || asked.length > 1) throw new Misused('Say one thing that is to be erased.')
  if (!values.because) throw new Misused('Say why, with --because; keep the person’s name out of it.')
  return { board, what, because: values.because }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { person: text, statement: text, comment: text, board: { type: 'boolean' }, because: text },
    })
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : String(error))
  }
}

/** People say names and references; the board knows ids. */
function idOf(room: Room, kind: EraseOrder['kind'], named: string): string {
  if (kind === 'comment') return named
  const found =
    kind === 'person'
      ? everybody(room.store.people.read()).filter((it) => it.id === named || it.name === named)
      : Array.from(room.reads.snapshot().statements, ([id, it]) => ({ ...it, id })).filter(
          (it) => it.id === named || it.ref === named,
        )
  const [one, other] = found
  if (one && other) throw new Misused(`Two are called “${named}”: ${found.map((it) => it.id).join(', ')}.`)
  // Asked a second time, it may be gone already from where names are.
  if (!one && !isId(named)) throw new Problem('item_unknown', `${kind} “${named}”`)
  return one?.id ?? named
}
