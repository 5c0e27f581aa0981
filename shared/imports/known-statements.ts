/**
 * The statements of a board while an import runs: which is meant by a publication and a number, and what is taken.
 */
import { isId, type Statement, type StatementId } from '../board.ts'
import { refOf } from '../doc/reads/statements.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { LIMITS } from '../limits.ts'
import { cleanText } from './rows.ts'

/** What an import looks at of the board that it goes into. */
export type ImportedInto = Pick<BoardSnapshot, 'facts' | 'statements'>

/** The statements of a board and those that this import has taken so far. */
export class KnownStatements {
  readonly #ids = new Map<string, StatementId>()
  readonly #taken = new Set<StatementId>()
  readonly #rows = new Map<string, number>()
  readonly #texts = new Map<string, string[]>()

  constructor(private readonly board: ImportedInto) {
    for (const [id, { source, number, text }] of board.statements) {
      this.#ids.set(identity(source, number), id)
      this.#taken.add(id)
      const key = identity(source, cleanText(text))
      this.#texts.set(key, [...(this.#texts.get(key) ?? []), number])
    }
  }

  get size(): number {
    return this.#taken.size
  }

  find(source: string, number: string): { id: StatementId; statement: Statement } | null {
    const id = this.#ids.get(identity(source, number))
    const view = id === undefined ? undefined : this.board.statements.get(id)
    if (id === undefined || !view) return null
    const { id: _, ref: __, ...statement } = view
    return { id, statement }
  }

  /** The row that took this statement before, or null. */
  claim(source: string, number: string, row: number): number | null {
    const key = identity(source, number)
    const earlier = this.#rows.get(key)
    if (earlier !== undefined) return earlier
    this.#rows.set(key, row)
    return null
  }

  isClaimed = (source: string, number: string) => this.#rows.has(identity(source, number))

  numbersOfText = (source: string, text: string): readonly string[] =>
    this.#texts.get(identity(source, text)) ?? []

  /** Its reference where that can be an id and is free, else the same with a number behind it. */
  newId(source: string, number: string): StatementId {
    const ref = refOf(source, number)
      .replace(/[^A-Za-z0-9_-]+/g, '-')
      .slice(0, LIMITS.id - 5)
    for (let again = 1; ; again += 1) {
      const id = again === 1 ? ref : `${ref}-${again}`
      if (isId(id) && !this.#taken.has(id)) return id
    }
  }

  add(id: StatementId): void {
    this.#taken.add(id)
  }
}

export const identity = (source: string, name: string) => `${source}\n${name}`
