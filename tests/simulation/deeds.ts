/**
 * What people do to a board, drawn by chance: every kind of change in `shared/doc/edits.ts`.
 */
import type * as Y from 'yjs'
import type { ParticipantId, Role, StatementId } from '../../shared/board.ts'
import { COLUMN_IDS } from '../../shared/columns.ts'
import {
  addComment,
  createPlanItem,
  editText,
  linkAction,
  moveStatements,
  removeComment,
  setBoardFact,
  setFacilitation,
  setPlanField,
  setResponse,
  tickObjective,
  titleStatement,
} from '../../shared/doc/edits.ts'
import { spotAt } from '../../shared/doc/reads/placements.ts'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import { PLAN_FIELDS } from '../../shared/plan.ts'
import type { Chance } from './chance.ts'
import { characterOf, isMark, type Root, wordOf } from './words.ts'

export interface DeedPlan {
  what: string
  /** Every place it may write. */
  places: readonly (readonly [Root, string])[]
  change(doc: Y.Doc): void
  isUnique: boolean
}

export interface DeedScene {
  board: BoardSnapshot
  me: ParticipantId
  role: Role
  chance: Chance
  /** A number nobody else was given. */
  next(): number
  textOf(of: { why: StatementId } | { paper: string }): string
}

const OBJECTIVES = ['o1', 'o2']
const ITEMS = ['p1', 'p2', 'p3']
const PAPERS = ['intro', 'next']
const DAYS = ['2027-02-01', '2027-02-02']

type Draw = (scene: DeedScene) => DeedPlan | null

export function drawDeed(scene: DeedScene): DeedPlan | null {
  const { chance, role, board } = scene
  if (board.ids.length === 0) return null
  const isF = role === 'facilitator'
  const works = role !== 'reviewer' ? 1 : 0
  const draw = chance.weighed<Draw>([
    [6 * works, move],
    [1 * works, moveSome],
    [role === 'reviewer' ? 4 : 2, comment],
    [1, withdrawComment],
    [2 * works, link],
    [2 * works, answer],
    [1 * works, createItem],
    [2 * works, fillField],
    [0.3 * works, emptyItem],
    [4 * works, writeWhy],
    [isF ? 2 : 0, title],
    [isF ? 1 : 0, writePaper],
    [isF ? 1 : 0, fact],
    [isF ? 1 : 0, facilitate],
  ])
  return draw(scene)
}

const move: Draw = ({ board, chance }) => {
  // Most people work on the same few cards.
  const id = chance.often(0.6) ? chance.pick(board.ids.slice(0, 2)) : chance.pick(board.ids)
  const column = chance.pick(COLUMN_IDS)
  const spot = spotAt(board, column, chance.whole(0, board.ids.length), new Set([id]))
  return {
    what: `Move ${id} to ${column}`,
    places: [['placements', id]],
    change: (doc) => moveStatements(doc, [id], spot),
    isUnique: true,
  }
}

const moveSome: Draw = ({ board, chance }) => {
  const ids = board.ids.filter(() => chance.often(0.5))
  if (ids.length === 0) return null
  const spot = spotAt(board, chance.pick(COLUMN_IDS), 0, new Set(ids))
  return {
    what: `Move ${ids.length} to ${spot.column}`,
    places: ids.map((id) => ['placements', id] as const),
    change: (doc) => moveStatements(doc, ids, spot),
    isUnique: true,
  }
}

const title: Draw = ({ board, chance, next }) => {
  const id = chance.pick(board.ids)
  const words = wordOf(next())
  return {
    what: `Title ${id}`,
    places: [['statements', id]],
    change: (doc) => titleStatement(doc, id, words),
    isUnique: true,
  }
}

const comment: Draw = ({ board, chance, me, next }) => {
  const on = chance.pick(board.ids)
  const word = wordOf(next())
  return {
    what: `Comment on ${on}`,
    places: [['comments', `${me}/c${word}`]],
    change: (doc) => addComment(doc, me, `c${word}`, { on, text: word }),
    isUnique: true,
  }
}

const withdrawComment: Draw = ({ board, chance, me }) => {
  const mine = Array.from(board.comments.values())
    .flat()
    .filter((it) => it.by === me)
  if (mine.length === 0) return null
  const { id } = chance.pick(mine)
  return {
    what: `Withdraw comment ${id}`,
    places: [['comments', `${me}/${id}`]],
    change: (doc) => removeComment(doc, me, id),
    isUnique: false,
  }
}

const link: Draw = ({ board, chance }) => {
  const id = chance.pick(board.ids.slice(0, 3))
  const response = board.responses.get(id)
  const isAction = chance.often(0.5)
  const to = chance.pick(isAction ? ITEMS : OBJECTIVES)
  const isLinked = (isAction ? response?.actions : response?.objectives)?.includes(to) ?? false
  return {
    what: `${isLinked ? 'Unlink' : 'Link'} ${id} and ${to}`,
    places: [['responses', `${id}/${isAction ? 'action' : 'objective'}/${to}`]],
    change: (doc) => (isAction ? linkAction : tickObjective)(doc, id, to, !isLinked),
    isUnique: false,
  }
}

const answer: Draw = ({ board, chance, next }) => {
  const id = chance.pick(board.ids)
  const field = chance.pick(['stream', 'watch', 'evidence', 'setAsideReason'] as const)
  const isCleared = chance.often(0.15)
  const isLink = field === 'stream' || field === 'watch'
  const value = isCleared ? '' : isLink ? chance.pick(ITEMS) : wordOf(next())
  return {
    what: `Answer ${id} ${field}`,
    places: [['responses', `${id}/${field}`]],
    change: (doc) => setResponse(doc, id, field, value),
    isUnique: !isCleared && !isLink,
  }
}

const KINDS = ['action', 'stream', 'watch'] as const

const createItem: Draw = ({ chance, next }) => {
  const kind = chance.pick(KINDS)
  const id = chance.pick(ITEMS)
  const fields = { title: wordOf(next()), executiveLead: wordOf(next()) }
  return {
    what: `Create ${kind} ${id}`,
    places: Object.keys(fields).map((field) => ['plan', `${kind}/${id}/${field}`] as const),
    change: (doc) => createPlanItem(doc, kind, id, fields),
    isUnique: true,
  }
}

const fillField: Draw = ({ chance, next }) => {
  const { kind, field, type } = chance.pick(PLAN_FIELDS)
  const id = chance.pick(ITEMS)
  const isWords = type === 'line' || type === 'text'
  const value = isWords
    ? wordOf(next())
    : type === 'day'
      ? chance.pick(DAYS)
      : type === 'status'
        ? chance.pick(['on-track', 'late'])
        : chance.pick(ITEMS)
  const isCleared = chance.often(0.1)
  return {
    what: `Fill ${kind} ${id} ${field}`,
    places: [['plan', `${kind}/${id}/${field}`]],
    change: (doc) => setPlanField(doc, kind, id, field, isCleared ? '' : value),
    isUnique: isWords && !isCleared,
  }
}

const emptyItem: Draw = ({ board, chance }) => {
  const kind = chance.pick(KINDS)
  const items = Array.from(board.plan[kind].values())
  if (items.length === 0) return null
  const { id, fields } = chance.pick(items)
  return {
    what: `Empty ${kind} ${id}`,
    places: Object.keys(fields).map((field) => ['plan', `${kind}/${id}/${field}`] as const),
    change: (doc) =>
      createPlanItem(doc, kind, id, Object.fromEntries(Object.keys(fields).map((it) => [it, '']))),
    isUnique: false,
  }
}

const writeWhy: Draw = (scene) => {
  const { board, chance } = scene
  const id = chance.often(0.7) ? chance.pick(board.ids.slice(0, 2)) : chance.pick(board.ids)
  return writeText({ why: id }, ['why', id], scene)
}

const writePaper: Draw = (scene) => {
  const section = scene.chance.pick(PAPERS)
  return writeText({ paper: section }, ['paper', section], scene)
}

/** Marks stand together and are written and taken away whole, so that one cut in two would be a fault. */
function writeText(
  of: { why: StatementId } | { paper: string },
  place: readonly [Root, string],
  { chance, next, textOf }: DeedScene,
): DeedPlan {
  const words = textOf(of)
  const gaps = [0, words.length]
  for (let at = 1; at < words.length; at += 1) if (words[at] !== words[at - 1]) gaps.push(at)
  const marks = [...new Set(words)].filter(isMark)
  const gone = marks.length > 0 && chance.often(0.3) ? chance.pick(marks) : null
  const isRewritten = gone !== null && chance.often(0.5)
  const at = gone ? words.indexOf(gone) : chance.pick(gaps)
  const remove = gone ? words.lastIndexOf(gone) + 1 - at : 0
  const insert =
    gone && !isRewritten
      ? ''
      : characterOf(next()).repeat(chance.whole(1, 7)) + (chance.often(0.6) ? ' ' : '')
  return {
    what: `Write ${place.join(' ')}`,
    places: [place],
    change: (doc) => editText(doc, of, { at, remove, insert }),
    isUnique: true,
  }
}

const fact: Draw = ({ chance, next }) => {
  const word = wordOf(next())
  const [key, value] = chance.pick<readonly [string, unknown]>([
    ['title', word],
    ['strategy', word],
    ['objective/o1', { title: word }],
    ['column/new-action', { title: word, line: '' }],
    ['milestone/m1', { title: word, date: '2027-03-01' }],
  ])
  return {
    what: `State ${key}`,
    places: [['board', key]],
    change: (doc) => setBoardFact(doc, key, value),
    isUnique: true,
  }
}

const facilitate: Draw = ({ board, chance, next }) => {
  const isFocus = chance.often(0.5)
  const word = wordOf(next())
  return {
    what: isFocus ? 'Focus' : 'Packs',
    places: [['facilitation', isFocus ? 'focus' : 'packs']],
    change: (doc) =>
      isFocus
        ? setFacilitation(doc, 'focus', { statement: chance.pick(board.ids) })
        : setFacilitation(doc, 'packs', [{ title: word, statements: [] }]),
    isUnique: !isFocus,
  }
}
