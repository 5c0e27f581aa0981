/**
 * Keeps the candidates of a report on this device while somebody goes through them.
 */
import type { BoardId, LinkId } from '../../../shared/board.ts'
import { type ImportRow, ROW_FIELDS } from '../../../shared/imports/rows.ts'
import { candidatesKey } from '../../session/kept-candidates.ts'
import { localStorageIfAny } from '../../session/my-boards.ts'
import type { Candidates } from './candidates.ts'

export interface KeptCandidates {
  /** Of the file they came from. */
  name: string | null
  candidates: Candidates
}

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null

/** `false` where this browser keeps nothing, or has no room. */
export function keepCandidates(
  board: BoardId,
  as: LinkId,
  kept: KeptCandidates | null,
  storage: Place = localStorageIfAny(),
): boolean {
  try {
    if (!storage) return false
    if (kept === null) storage.removeItem(candidatesKey(board, as))
    else storage.setItem(candidatesKey(board, as), JSON.stringify(kept))
    return true
  } catch {
    return false
  }
}

/** What cannot be read is as good as not there. */
export function keptCandidates(
  board: BoardId,
  as: LinkId,
  storage: Place = localStorageIfAny(),
): KeptCandidates | null {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(candidatesKey(board, as)) ?? 'null')
    const { name, candidates } = (kept ?? {}) as Partial<KeptCandidates>
    if (!Array.isArray(candidates) || candidates.length === 0 || !candidates.every(isRow)) return null
    return { name: typeof name === 'string' ? name : null, candidates }
  } catch {
    return null
  }
}

const isRow = (it: unknown): it is ImportRow =>
  typeof it === 'object' &&
  it !== null &&
  Object.entries(it).every(
    ([field, value]) => ROW_FIELDS.some((name) => name === field) && typeof value === 'string',
  )
