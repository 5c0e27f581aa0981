/**
 * The OpenAPI document as a page for people: `docs/api.md`, written by `npm run api`.
 *
 * Shapes are told in one line each, as a reader of TypeScript would write them; the document has all of it.
 */
import { PROBLEMS, type ProblemCode } from '../shared/problem.ts'

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  additionalProperties?: boolean | Schema
  maxLength?: number
}
interface Content {
  content?: Record<string, { schema?: Schema }>
}
interface Operation {
  summary?: string
  description?: string
  requestBody?: Content
  responses?: Record<string, Content>
}
export interface ApiDocument {
  paths?: Record<string, Record<string, Operation>>
}

const BOARD = '/api/boards/{id}'
/** By how a path begins; the first that fits. */
const SECTIONS: readonly (readonly [title: string, begins: RegExp])[] = [
  ['Coming in', /^\/api\/((home|check|join)|boards\/\{id\}\/(join|names|wall|leave))$/],
  ['Boards', /^\/api\/boards$|^\/api\/boards\/\{id\}$/],
  ['Statements and files', /\/(statements|exports)(\/|$)/],
  ['People, links and doors', /\/(people|invited|doors|links)(\/|$)/],
  ['Private votes and decisions', /\/(votes|timer|decisions|undo|agreed)(\/|$)/],
  ['Versions, history and the way back', /\/(versions|history|restores)(\/|$)/],
  ['Everything else', /./],
]

export function apiPage(document: ApiDocument, examples: string): string {
  const calls = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const sectionOf = (path: string) => SECTIONS.find(([, begins]) => begins.test(path))?.[0]
  const sections = SECTIONS.flatMap(([title]) => {
    const inIt = calls.filter(({ path }) => sectionOf(path) === title)
    return inIt.length === 0 ? [] : [`## ${title}\n\n${inIt.map(told).join('\n')}`]
  })
  return `${[examples.trim(), ...sections, refusals()].join('\n\n')}\n`
}

function told({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { summary = '', description, requestBody, responses = {} } = operation
  const [, reply] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? []
  const body = shapeOf(requestBody)
  const lines = [
    `### \`${method} ${path.replace(BOARD, '…')}\``,
    `${summary}.${description ? ` ${description}` : ''}`,
    ...(body ? [`- takes \`${body}\``] : []),
    ...(reply ? [`- gives ${reply.content?.['*/*'] ? 'a file' : `\`${shapeOf(reply)}\``}`] : []),
  ]
  return `${lines[0]}\n\n${lines[1]}\n\n${lines.slice(2).join('\n')}\n`
}

const shapeOf = (content: Content | undefined): string | null => {
  const schema = content?.content?.['application/json']?.schema
  return schema ? shape(schema, 0) : null
}

/** Deeper than this a reply is told by the document alone. */
const DEEPEST = 2

function shape(it: Schema, depth: number): string {
  const either = it.anyOf ?? it.oneOf
  if (either) return Array.from(new Set(either.map((one) => shape(one, depth)))).join(' or ')
  if (it.const !== undefined) return JSON.stringify(it.const)
  if (it.enum) return it.enum.map((one) => JSON.stringify(one)).join(' or ')
  if (it.type === 'array') return `[${it.items ? shape(it.items, depth) : '…'}]`
  if (it.properties) {
    if (depth >= DEEPEST) return '{…}'
    const fields = Object.entries(it.properties).map(
      ([name, inner]) => `${name}${it.required?.includes(name) ? '' : '?'}: ${shape(inner, depth + 1)}`,
    )
    return fields.length === 0 ? '{…}' : `{ ${fields.join(', ')} }`
  }
  if (it.type === 'object') return '{…}'
  return Array.isArray(it.type) ? it.type.join(' or ') : (it.type ?? 'anything')
}

function refusals(): string {
  const rows = (Object.entries(PROBLEMS) as [ProblemCode, (typeof PROBLEMS)[ProblemCode]][]).map(
    ([code, { status, retry, says }]) => `| \`${code}\` | ${status} | ${says} | ${retry ? 'yes' : ''} |`,
  )
  return [
    '## Every way of saying no',
    '',
    '`detail` says more for whoever writes the program. *Again* is where the same call can succeed later.',
    '',
    '| code | status | message | again |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}
