/**
 * What can be wrong with an installation's files, board by board.
 *
 * A board is opened as a server would, and once more from the first record on without its snapshot: both
 * have to come to the same. Sealed versions are held against the hash that their record names.
 */
import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import type { BoardId } from '../../shared/board.ts'
import { MAP_ROOTS, rootsOf } from '../../shared/doc/board-doc.ts'
import { canonicalJson } from '../../shared/exports/json.ts'
import { isOverdue } from '../../shared/retention.ts'
import { retentionOf } from '../retention/retention-of.ts'
import type { BoardStore, Damage, Loaded, Positioned } from '../store/contract.ts'
import type { Look } from '../store/upkeep.ts'
import { type OpenedBoard, openBoard } from '../sync/board-state.ts'
import { counted } from './command.ts'

/** `lost` is damaged or missing; `look` is something a person should look at though all is there. */
export type Grade = 'note' | 'look' | 'lost'

export interface Finding {
  grade: Grade
  board?: BoardId
  says: string
  todo?: string
}

const FROM_BACKUP =
  'take a backup of this folder as it is, then put the board’s folder back from the last good one, with the server stopped.'

export async function examineAll(
  look: Look,
  said: readonly { facts: object; says: string }[],
  now: number,
): Promise<{ boards: number; records: number; findings: Finding[] }> {
  const findings: Finding[] = []
  const isServed = look.holder === 'a server'
  if (isServed) findings.push({ grade: 'note', says: 'A server is at work on this folder.' })
  if (!look.secret)
    findings.push({
      grade: 'lost',
      says: 'The file “secret” is missing or damaged: no link opens a board without it.',
      todo: 'put it back from a backup before starting the server.',
    })
  const all = look.registry.boards()
  const boards = all.filter((it) => it.erasedAt === undefined)
  let records = 0
  for (const { id, retention } of boards) {
    const found = await examineSteadily(look, id, isServed)
    records += found.records
    findings.push(...found.findings.map((it) => ({ ...it, board: id })))
    if (isOverdue(retentionOf({ ...(retention && { retention }) }), now))
      findings.push({ grade: 'look', board: id, says: 'The day until which it is kept has passed.' })
  }
  for (const id of look.folders.filter((it) => !look.registry.board(it)))
    findings.push({
      grade: 'look',
      board: id,
      says: 'has a folder, and no entry in the registry: nobody can open it.',
      todo: 'a start that was cut short leaves one that is all but empty, which may go; else ask a backup.',
    })
  for (const { id } of all.filter((it) => it.erasedAt !== undefined && look.folders.includes(it.id)))
    findings.push({
      grade: 'look',
      board: id,
      says: 'is erased, and its folder is still there.',
      todo: 'start the server once: it finishes what was begun.',
    })
  for (const { facts, says } of said.filter((it) => 'path' in it.facts))
    findings.push({ grade: 'look', says: `${says} (${(facts as { path: string }).path}).` })
  return { boards: boards.length, records, findings }
}

interface Found {
  records: number
  findings: Finding[]
}

/** While a server writes, what is read in two pieces may not fit together: only what stays is true. */
async function examineSteadily(look: Look, id: BoardId, isServed: boolean): Promise<Found> {
  let found = await examine(look, id)
  const isWrong = () => found.findings.some((it) => it.grade !== 'note')
  for (let again = 0; isServed && isWrong() && again < 2; again += 1) found = await examine(look, id)
  if (isServed) found.findings = found.findings.filter((it) => it !== TORN)
  return found
}

/** What was never called saved. */
const TORN: Finding = {
  grade: 'note',
  says: 'ends in the middle of a write that a crash cut short; it is cut away when the board opens, and was never called saved.',
}

async function examine(look: Look, id: BoardId): Promise<Found> {
  const findings: Finding[] = []
  for (const { file, bytes } of await look.setAside(id))
    findings.push({
      grade: 'look',
      says: `${counted(bytes, 'byte')} that could not be read were set aside earlier, in ${file}.`,
      todo: 'compare with a backup of before; once nothing is missed, the file may go.',
    })
  let board: BoardStore | null = null
  try {
    board = await look.openBoard(id)
    if (!board) return { records: 0, findings: [...findings, NO_JOURNAL] }
    const records = board.journal.end
    return { records, findings: [...findings, ...(await examineOpen(board))] }
  } catch (error) {
    const says = `cannot be opened: ${error instanceof Error ? error.message : error}.`
    return { records: 0, findings: [...findings, { grade: 'lost', says, todo: FROM_BACKUP }] }
  } finally {
    await board?.close()
  }
}

const NO_JOURNAL: Finding = {
  grade: 'lost',
  says: 'is registered and has no journal.',
  todo: 'put its folder back from a backup, with the server stopped.',
}

async function examineOpen(board: BoardStore): Promise<Finding[]> {
  const loaded = await board.journal.load()
  const findings = loaded.damage.map(damageFinding)
  const opened = openBoard(loaded)
  if (opened.quarantined.length > 0)
    findings.push({
      grade: 'lost',
      says: `${counted(opened.quarantined.length, 'record')} could not be applied and are passed over (${opened.quarantined.join(', ')}).`,
      todo: FROM_BACKUP,
    })
  else if (opened.isIncomplete && findings.every((it) => it.grade !== 'lost'))
    findings.push({ grade: 'lost', says: 'builds on something that is missing.', todo: FROM_BACKUP })
  const tail: Positioned[] = []
  for await (const it of board.journal.read(0)) tail.push(it)
  if (loaded.snapshot && !findings.some((it) => it.grade === 'lost')) {
    const replayed = openBoard({ snapshot: null, tail, damage: [] } satisfies Loaded)
    if (contentOf(replayed) !== contentOf(opened))
      findings.push({
        grade: 'lost',
        says: 'the snapshot and the journal do not come to the same; the board opens by its snapshot.',
        todo: FROM_BACKUP,
      })
    replayed.doc.destroy()
  }
  findings.push(...(await examineFiles(board, opened)), ...unfinished(tail))
  opened.doc.destroy()
  return findings
}

/** What was begun stands in the journal until it is done. */
function unfinished(tail: readonly Positioned[]): Finding[] {
  const begun = new Map<string, Finding>()
  for (const { record } of tail) {
    if (record.type !== 'erase') continue
    const { body } = record
    const { erased, id } = body.step === 'begin' ? body : body.receipt
    begun.delete(`${erased} ${id}`)
    if (body.step === 'begin')
      begun.set(`${erased} ${id}`, {
        grade: 'look',
        says: `erasing the ${erased} ${id} was begun and is not finished.`,
        todo: 'ask for it once more.',
      })
  }
  return [...begun.values()]
}

function damageFinding({ what, position, bytes }: Damage): Finding {
  switch (what) {
    case 'torn-tail':
      return TORN
    case 'bad-snapshot':
      return {
        grade: 'look',
        says: `the snapshot at record ${position} is damaged; the board opens without it, more slowly.`,
        todo: 'nothing: it is set aside and made anew by the server.',
      }
    case 'bad-record':
      return {
        grade: 'lost',
        says: `${counted(bytes, 'byte')} after record ${position} of its journal cannot be read; the records behind them can.`,
        todo: `${FROM_BACKUP} Otherwise it opens without them, and every device takes a fresh copy.`,
      }
    case 'missing-segment':
      return {
        grade: 'lost',
        says: `its journal ends or breaks off after record ${position}.`,
        todo: FROM_BACKUP,
      }
  }
}

async function examineFiles(board: BoardStore, { state }: OpenedBoard): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const it of state.versions.list()) {
    const { version } = it
    const { sha256, fullSha256 } = it.redacted ?? it
    for (const [name, hash] of [
      [`version-${version}.json`, sha256],
      [`version-${version}-full.json`, fullSha256],
    ] as const) {
      const bytes = await board.files.read(name)
      const is = bytes && createHash('sha256').update(bytes).digest('hex')
      if (is === hash) continue
      const says = is
        ? `the file ${name} of a sealed version is not what was sealed.`
        : `the file ${name} of a sealed version is missing.`
      findings.push({ grade: 'lost', says, todo: `put files/${name} back from a backup.` })
    }
  }
  const joined = Object.keys(board.people.read().participants).length
  const named = new Set(Array.from(state.grants(), (it) => it.participant)).size
  if (named > 0 && joined === 0)
    findings.push({
      grade: 'lost',
      says: `the names of ${counted(named, 'person', 'people')} are missing.`,
      todo: 'put its people.json back from a backup, with the server stopped.',
    })
  const hasVotes = state.votes.list().length > 0 && state.phase !== 'agreed'
  if (hasVotes && (await board.files.read('choice.key')) === null)
    findings.push({
      grade: 'note',
      says: 'the key of its private choices is not here, as after a restore: whose they were cannot be told.',
    })
  return findings
}

/** What a board comes to, whatever way it was put together. */
function contentOf({ doc, state }: OpenedBoard): string {
  const roots = rootsOf(doc)
  // The last records may be of a kind that only history has.
  const { claims, retired, grants, position: _, ...plain } = state.toJSON()
  return canonicalJson({
    ...plain,
    claims: claims.map(([by, clients]) => `${by} ${clients.toSorted()}`).sort(),
    retired: retired.toSorted(),
    grants: grants.map((it) => canonicalJson(it)).sort(),
    roots: MAP_ROOTS.map((root) => [root, Object.fromEntries(roots[root].entries())]),
    texts: Object.fromEntries(
      [...doc.share].flatMap(([name, type]) => {
        const words = type instanceof Y.Map ? '' : doc.getText(name).toString()
        return words ? [[name, words]] : []
      }),
    ),
  })
}
