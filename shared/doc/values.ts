/**
 * Which values may stand under which key: the schema of the document.
 *
 * The guard asks before a change is applied, the reads ask again before a value reaches a screen, so a
 * value that slipped in by an older server is skipped and never breaks a renderer.
 */
import {
  columnWordsShape,
  commentAnswerShape,
  commentShape,
  consulteeShape,
  facilitationShapes,
  isId,
  lineShape,
  milestoneShape,
  paragraphShape,
  placementShape,
  sourceShape,
  statementShape,
  titledShape,
} from '../board.ts'
import { isColumnId } from '../columns.ts'
import { parsePlanKey, parseResponseKey, planValueProblem, responseValueProblem } from '../plan.ts'
import { either, number, record, type Shape, text, truth } from '../shape.ts'
import { parseWithdrawnKey } from '../withdrawn.ts'
import type { MapRoot } from './board-doc.ts'

const boardSettings: Record<string, Shape<unknown>> = {
  title: text({ least: 1, most: 120 }),
  organisation: lineShape,
  strategy: lineShape,
  rule: record(text({ most: 32 }), either(text({ most: 200 }), number(), truth)),
  paper: record(text({ most: 32 }), either(paragraphShape, number(), truth)),
}

const boardLists: Record<string, Shape<unknown>> = {
  source: sourceShape,
  objective: titledShape,
  theme: titledShape,
  chapter: titledShape,
  column: columnWordsShape,
  milestone: milestoneShape,
  consultee: consulteeShape,
}

function boardShape(key: string): Shape<unknown> | null {
  if (Object.hasOwn(boardSettings, key)) return boardSettings[key] ?? null
  const [list, id, ...rest] = key.split('/')
  if (list === undefined || rest.length > 0 || !isId(id) || !Object.hasOwn(boardLists, list)) return null
  if (list === 'column' && !isColumnId(id)) return null
  return boardLists[list] ?? null
}

/** `<participantId>/<commentId>` */
export function parseCommentKey(key: string): { by: string; id: string } | null {
  const [by, id, ...rest] = key.split('/')
  return isId(by) && isId(id) && rest.length === 0 ? { by, id } : null
}

/** `<participantId>/<commentId>/answer` */
export function parseAnswerKey(key: string): { by: string; id: string } | null {
  return key.endsWith('/answer') ? parseCommentKey(key.slice(0, -'/answer'.length)) : null
}

/** Whether a root may hold this key at all, whatever its value. */
export function isKeyOf(root: MapRoot, key: string): boolean {
  switch (root) {
    case 'board':
      return boardShape(key) !== null
    case 'statements':
    case 'placements':
      return isId(key)
    case 'responses':
      return parseResponseKey(key) !== null
    case 'plan':
      return parsePlanKey(key) !== null
    case 'comments':
      return parseCommentKey(key) !== null || parseAnswerKey(key) !== null
    case 'facilitation':
      return Object.hasOwn(facilitationShapes, key)
    case 'live':
      return isLiveKey(key)
  }
}

function isLiveKey(key: string): boolean {
  const [what = '', id] = key.split('/')
  return id === undefined
    ? ['phase', 'lock', 'version', 'saving'].includes(what)
    : what === 'withdrawn'
      ? parseWithdrawnKey(key) !== null
      : ['decision', 'vote'].includes(what) && isId(key.slice(what.length + 1))
}

/** Why a value may not stand under a key, as a sentence, or null where it may. */
export function valueProblem(root: MapRoot, key: string, value: unknown): string | null {
  if (!isKeyOf(root, key)) return 'no such place'
  switch (root) {
    case 'board':
      return misfit(boardShape(key), value)
    case 'statements':
      return misfit(statementShape, value)
    case 'placements':
      return misfit(placementShape, value)
    case 'responses': {
      const path = parseResponseKey(key)
      return path ? responseValueProblem(path, value) : 'no such place'
    }
    case 'plan': {
      const path = parsePlanKey(key)
      return path ? planValueProblem(path, value) : 'no such place'
    }
    case 'comments':
      return misfit(parseAnswerKey(key) ? commentAnswerShape : commentShape, value)
    case 'facilitation':
      return misfit(facilitationShapes[key as keyof typeof facilitationShapes], value)
    case 'live':
      return null
  }
}

function misfit(shape: Shape<unknown> | null | undefined, value: unknown): string | null {
  if (!shape) return 'no such place'
  if (!isPlainData(value)) return 'only plain data can be kept'
  const found = shape(value)
  return found && [found.at.join('.'), found.says].filter(Boolean).join(': ')
}

/**
 * Strings, finite numbers, booleans, null, arrays and plain objects of them, at most six deep: what JSON
 * gives back unchanged. Yjs itself would carry BigInt, bytes, `undefined`, NaN and a `__proto__` key.
 */
export function isPlainData(value: unknown, depth = 6): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth === 0) return false
  if (Array.isArray(value)) return value.every((it) => isPlainData(it, depth - 1))
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.entries(value).every(([key, it]) => key !== '__proto__' && isPlainData(it, depth - 1))
  )
}
