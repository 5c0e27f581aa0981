/**
 * The shared document of a board: its roots, and how a name on the wire becomes a root and a key.
 *
 * Roots are flat maps with atomic values, so one move is one `set` and two people moving one statement
 * leave it in one place. Only `why/<statementId>` and `paper/<section>` are texts, which merge by character.
 */
import type * as Y from 'yjs'
import { isId } from '../board.ts'

export const MAP_ROOTS = [
  'board',
  'statements',
  'placements',
  'responses',
  'plan',
  'comments',
  'facilitation',
  'live',
] as const
export type MapRoot = (typeof MAP_ROOTS)[number]

export const TEXT_ROOTS = ['why', 'paper'] as const
export type TextRoot = (typeof TEXT_ROOTS)[number]

export type Root = MapRoot | TextRoot

export type BoardRoots = Readonly<Record<MapRoot, Y.Map<unknown>>>

const known = new WeakMap<Y.Doc, BoardRoots>()

/** The map roots of a document, made where they are missing; all share one document. */
export function rootsOf(doc: Y.Doc): BoardRoots {
  let roots = known.get(doc)
  if (!roots) {
    roots = Object.fromEntries(MAP_ROOTS.map((name) => [name, doc.getMap(name)])) as BoardRoots
    known.set(doc, roots)
  }
  return roots
}

export const whyText = (doc: Y.Doc, statement: string): Y.Text => doc.getText(`why/${statement}`)
export const paperText = (doc: Y.Doc, section: string): Y.Text => doc.getText(`paper/${section}`)

export const isMapRoot = (name: string): name is MapRoot => (MAP_ROOTS as readonly string[]).includes(name)

/** `why/F37` → root `why`, key `F37`; null where a document has no such text. */
export function textRootOf(name: string): { root: TextRoot; key: string } | null {
  const slash = name.indexOf('/')
  const root = name.slice(0, Math.max(0, slash))
  const key = name.slice(slash + 1)
  return (TEXT_ROOTS as readonly string[]).includes(root) && isId(key)
    ? { root: root as TextRoot, key }
    : null
}

export const isTextRoot = (root: Root): root is TextRoot => (TEXT_ROOTS as readonly string[]).includes(root)

/** The origin of every change a person makes on this device; undo follows it alone. */
export const LOCAL = Symbol('local')
/** The origin of what is replayed or restored on this device; undo does not follow it. */
export const REPLAY = Symbol('replay')
