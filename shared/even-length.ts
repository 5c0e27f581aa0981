/**
 * JSON that is as long whatever is chosen: encryption hides what is said and not how long it is, and of five
 * answers each has its own length. Spaces behind a value mean nothing.
 */

/** A choice without a reason, whatever its statement is called. */
const STEP = 128

export const evenJson = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.padEnd(Math.ceil(text.length / STEP) * STEP)
}

/** Each entry as long as any other. */
export const evenJsonList = (values: readonly unknown[]): string => `[${values.map(evenJson).join(',')}]`
