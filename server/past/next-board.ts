/**
 * A new board that starts from a sealed version of another: whoever was there, the streams, the rule and the
 * lists come along; its statements too where asked, saying where they were seen before.
 *
 * Choices, comments, decisions, dates and words stay where they were.
 */
import type * as Y from 'yjs'
import type { SeenBefore, Statement, StatementId } from '../../shared/board.ts'
import { dayOf } from '../../shared/days.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { putStatement } from '../../shared/doc/edits.ts'
import { openReads } from '../../shared/doc/reads.ts'
import { boardFromJson } from '../../shared/exports/board-from-json.ts'
import type { Invitee } from '../../shared/invited.ts'
import { parsePlanKey } from '../../shared/plan.ts'
import { newId } from '../capability.ts'
import type { Birth } from '../new-board.ts'
import type { People } from '../store/contract.ts'
import type { Room } from '../sync/contract.ts'
import { sealedFile } from './sealed-files.ts'

const FACTS = /^(?:strategy|rule|(?:column|objective|theme|consultee|source|chapter)\/.+)$/
/** What is true of a stream or a source whatever the publication: not what was said or done about it. */
const PLAN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  stream: ['title', 'executiveLead', 'projectLead'],
  watch: ['title', 'executiveLead', 'trigger'],
  action: [],
}

/** Throws `Problem('item_unknown')` where there is no such version. */
export async function boardAfter(
  room: Room,
  from: { version: number; statements: boolean },
): Promise<Omit<Birth, 'title'>> {
  const then = boardFromJson(new TextDecoder().decode(await sealedFile(room, from.version, 'public'))).doc
  const sealed = room.state.versions.version(from.version)
  const organisation = String(rootsOf(then).board.get('organisation') ?? '')
  const about = { version: sealed?.label ?? `Version ${from.version}`, on: dayOf(sealed?.sealedAt ?? 0) }
  return {
    ...(organisation && { organisation }),
    invited: invitedAgain(room.store.people.read()),
    fill(doc) {
      carryOver(doc, then)
      if (from.statements) {
        for (const [id, statement] of seenBefore(then, about)) putStatement(doc, id, statement)
      }
      then.destroy()
    },
  }
}

function carryOver(doc: Y.Doc, then: Y.Doc): void {
  const [was, is] = [rootsOf(then), rootsOf(doc)]
  for (const [key, value] of was.board) if (FACTS.test(key)) is.board.set(key, value)
  for (const [key, value] of was.plan) {
    const path = parsePlanKey(key)
    if (path?.field && PLAN_FIELDS[path.kind]?.includes(path.field.field)) is.plan.set(key, value)
  }
}

function* seenBefore(
  then: Y.Doc,
  about: Pick<SeenBefore, 'version' | 'on'>,
): Iterable<[StatementId, Statement]> {
  const reads = openReads(then)
  const { ids, placements, live } = reads.snapshot()
  reads.close()
  for (const id of ids) {
    const statement = rootsOf(then).statements.get(id) as Statement
    const decision = live.decisions.get(id)
    const column = decision?.column ?? placements.get(id)?.column ?? 'unsorted'
    yield [id, { ...statement, seenBefore: { ...about, column, decided: Boolean(decision?.column) } }]
  }
}

/** Under new ids: they are other people of another board until they come in. */
function invitedAgain({ invited, participants }: People): Invitee[] {
  const known: readonly Omit<Invitee, 'id'>[] =
    invited.length > 0
      ? invited
      : Object.values(participants)
          .filter((it) => it.role === 'participant')
          .map(({ name, group }) => ({ name, ...(group && { group }) }))
  return known.map(({ name, post, group, way }) => ({
    id: newId(),
    name,
    ...(post && { post }),
    ...(group && { group }),
    ...(way && { way }),
  }))
}
