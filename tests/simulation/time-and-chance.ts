/**
 * Time and chance of this whole process, which a simulation owns while it runs.
 *
 * To be imported before anything else: libraries keep what they find when they are loaded (lib0 keeps
 * `Date.now` and the source of client ids), so what they find has to be ours already. While nothing is
 * simulated everything is as ever.
 */
import { webcrypto } from 'node:crypto'

export interface Rule {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds on the watch that work is timed by. */
  worked(): number
  /** From 0 up to 1. */
  random(): number
  /** A new number for a copy of a document. */
  clientId(): number
  /** Calls `run` after so long unless the returned function is called first. */
  after(delay: number, run: () => void): () => void
  /** Calls `run` once everything that is due now has had its turn. */
  soon(run: () => void): () => void
}

let rule: Rule | null = null

/** From now on time and chance are the rule's; null gives them back. */
export function obey(next: Rule | null): void {
  rule = next
}

const real = {
  now: Date.now,
  random: Math.random,
  worked: performance.now.bind(performance),
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
  getRandomValues: webcrypto.getRandomValues.bind(webcrypto),
}

/** Every promise that can go on without time passing has gone on when this resolves. */
export const turnOfTheLoop = (): Promise<void> =>
  new Promise((resolve) => {
    real.setImmediate(resolve)
  })

/** The real time, for what is said about a run. */
export const realNow = (): number => real.now()

class Timer {
  constructor(public cancel: () => void) {}
  ref() {
    return this
  }
  unref() {
    return this
  }
  hasRef() {
    return true
  }
}

type Callback = (...args: unknown[]) => void

function setTimeout(run: Callback, delay = 0, ...args: unknown[]) {
  return rule
    ? new Timer(rule.after(delay, () => run(...args)))
    : real.setTimeout(run as () => void, delay, ...args)
}

function setInterval(run: Callback, delay = 0, ...args: unknown[]) {
  if (!rule) return real.setInterval(run as () => void, delay, ...args)
  const { after } = rule
  const again = () => {
    timer.cancel = after(delay, again)
    run(...args)
  }
  const timer = new Timer(after(delay, again))
  return timer
}

function setImmediate(run: Callback, ...args: unknown[]) {
  return rule
    ? new Timer(rule.soon(() => run(...args)))
    : real.setImmediate(run as () => void, ...(args as []))
}

const clearing = (clear: (timer: never) => void) => (timer: unknown) => {
  if (timer instanceof Timer) timer.cancel()
  else clear(timer as never)
}

function getRandomValues<Bytes extends ArrayBufferView>(array: Bytes): Bytes {
  // Longer ones are names that nothing depends on, drawn many at once: they would tie one run to the last.
  if (!rule || !(array instanceof Uint32Array) || array.length > 1)
    return real.getRandomValues(array as never)
  array[0] = rule.clientId()
  return array
}

Object.assign(globalThis, {
  setTimeout,
  clearTimeout: clearing(real.clearTimeout),
  setInterval,
  clearInterval: clearing(real.clearInterval),
  setImmediate,
  clearImmediate: clearing(real.clearImmediate),
})
performance.now = () => rule?.worked() ?? real.worked()
Date.now = () => rule?.now() ?? real.now()
Math.random = () => rule?.random() ?? real.random()
Object.defineProperty(webcrypto, 'getRandomValues', { value: getRandomValues, configurable: true })
