/**
 * What Yjs says to the console, in plain text: stands for `lib0/logging` in the pages (`vite.config.ts`), which
 * colours its words and brings a renderer and a schema library to do so.
 */
const plain = (words: readonly unknown[]) => words.filter((it) => typeof it !== 'symbol')

// biome-ignore lint/suspicious/noConsole: Yjs has nobody else to tell
export const print = (...words: unknown[]): void => console.log(...plain(words))
// biome-ignore lint/suspicious/noConsole: Yjs has nobody else to tell
export const warn = (...words: unknown[]): void => console.warn(...plain(words))

/** Marks that colour what follows them. */
export const BOLD = Symbol('bold')
export const UNBOLD = Symbol('unbold')
export const ORANGE = Symbol('orange')
export const RED = Symbol('red')
