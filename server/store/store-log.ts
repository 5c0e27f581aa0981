/** Where a store says what an operator should know; a pino logger is one. Never a name, a text or a key. */
export interface StoreLog {
  info(facts: object, says: string): void
  warn(facts: object, says: string): void
  error(facts: object, says: string): void
}
