/**
 * A JSON list of statements, or the statements of a board's own archive, as a table.
 */
import { refOf } from '../../../../shared/doc/reads/statements.ts'
import { cleanText, ROW_FIELDS, type RowField, UnreadableImport } from '../../../../shared/imports/rows.ts'
import type { OpenedFile } from './opened.ts'

export function openJson(text: string): OpenedFile {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UnreadableImport('The file looks like JSON but is broken off or damaged.')
  }
  const isArchive = isObject(value) && !Array.isArray(value)
  const list = isArchive ? (value as { statements?: unknown }).statements : value
  const byId = isArchive && isObject(list) ? (list as Record<string, unknown>) : {}
  const rows = (isObject(list) ? Object.values(list) : []).flatMap((it) =>
    isObject(it) ? [flat(named(it, byId))] : [],
  )
  const fields = ROW_FIELDS.filter((field) => rows.some((row) => row[field]))
  if (!fields.includes('text'))
    throw new UnreadableImport('The file is JSON, but has no list of statements in it.')
  const lines = rows.map((row) => fields.map((field) => row[field] ?? ''))
  return {
    sheets: [{ name: 'Statements', table: { heading: [...fields], lines, isPlain: true } }],
    report: null,
  }
}

const isObject = (it: unknown): it is object => typeof it === 'object' && it !== null

/** An archive names other statements by its own ids, which another board does not know: by reference instead. */
function named(it: object, byId: Record<string, unknown>): object {
  const own: Record<string, unknown> = { ...it }
  for (const field of ['sameAs', 'partOf'] as const) {
    const id = own[field]
    const other = typeof id === 'string' && Object.hasOwn(byId, id) ? byId[id] : null
    if (!isObject(other)) continue
    const { source, number } = other as { source?: unknown; number?: unknown }
    own[field] = refOf(String(source ?? ''), String(number ?? ''))
  }
  return own
}

/** As an archive has it the official response is an object of its own. */
function flat(it: object): Partial<Record<RowField, string>> {
  const { official, ...own } = it as Record<string, unknown>
  const { status, text } = (isObject(official) ? official : {}) as Record<string, unknown>
  const said = {
    ...own,
    ...(status ? { officialStatus: status } : {}),
    ...(text ? { officialText: text } : {}),
  }
  return Object.fromEntries(
    ROW_FIELDS.flatMap((field) => {
      const cell = Object.hasOwn(said, field) ? (said as Record<string, unknown>)[field] : undefined
      return typeof cell === 'string' || typeof cell === 'number' ? [[field, cleanText(String(cell))]] : []
    }),
  )
}
