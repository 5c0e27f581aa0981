/**
 * Shapes of plain values: what may stand in the document and in presence, one small function each.
 *
 * The page asks them of every value it draws, so they are a kilobyte of their own; the bodies of HTTP calls,
 * which only the server reads and which also describe themselves, are zod's (`body-shapes.ts`).
 */
export interface Misfit {
  /** Names inside the value down to what does not fit. */
  at: readonly string[]
  says: string
}

/** Null where a value fits. */
export interface Shape<Value> {
  (value: unknown): Misfit | null
  /** Never there: it is how the compiler knows the type of what fits. */
  readonly of?: { value: Value }
}

export type ValueOf<S> = S extends Shape<infer Value> ? Value : never

const no = (says: string): Misfit => ({ at: [], says })
const inside = (name: string, found: Misfit | null): Misfit | null =>
  found && { at: [name, ...found.at], says: found.says }

interface TextLimits {
  least?: number
  most?: number
  /** What it has to look like, and how that is said. */
  like?: readonly [is: (value: string) => boolean, says: string]
}

export const text =
  ({ least = 0, most = Number.POSITIVE_INFINITY, like }: TextLimits = {}): Shape<string> =>
  (value) => {
    if (typeof value !== 'string') return no('not a text')
    if (value.length < least) return no(least === 1 ? 'empty' : `under ${least} characters`)
    if (value.length > most) return no(`over ${most} characters`)
    return like && !like[0](value) ? no(like[1]) : null
  }

export const number =
  (least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): Shape<number> =>
  (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return no('not a number')
    return value < least || value > most ? no(`not within ${least} and ${most}`) : null
  }

export const whole =
  (least: number, most: number): Shape<number> =>
  (value) =>
    Number.isSafeInteger(value) ? number(least, most)(value) : no('not a whole number')

export const truth: Shape<boolean> = (value) => (typeof value === 'boolean' ? null : no('neither yes nor no'))

export const oneOf =
  <const Value extends string>(values: readonly Value[]): Shape<Value> =>
  (value) =>
    (values as readonly unknown[]).includes(value) ? null : no('none of those that are known')

export const optional =
  <Value>(shape: Shape<Value>): Shape<Value | undefined> =>
  (value) =>
    value === undefined ? null : shape(value)

export const orNull =
  <Value>(shape: Shape<Value>): Shape<Value | null> =>
  (value) =>
    value === null ? null : shape(value)

/** What fits one of them; where none does, the last says why. */
export const either =
  <Shapes extends readonly Shape<unknown>[]>(...shapes: Shapes): Shape<ValueOf<Shapes[number]>> =>
  (value) => {
    let found: Misfit | null = null
    for (const shape of shapes) {
      found = shape(value)
      if (!found) return null
    }
    return found
  }

export const list =
  <Value>(of: Shape<Value>, most = Number.POSITIVE_INFINITY): Shape<Value[]> =>
  (value) => {
    if (!Array.isArray(value)) return no('not a list')
    if (value.length > most) return no(`over ${most}`)
    return firstOf(value.entries(), (it) => of(it))
  }

type Fields = Record<string, Shape<unknown>>
type Optional<F extends Fields> = { [K in keyof F]: undefined extends ValueOf<F[K]> ? K : never }[keyof F]
type Flat<T> = { [K in keyof T]: T[K] }
type ObjectOf<F extends Fields> = Flat<
  { [K in Exclude<keyof F, Optional<F>>]: ValueOf<F[K]> } & { [K in Optional<F>]?: ValueOf<F[K]> }
>

/** These fields and no others: nothing travels in a value that no screen shows. */
export const strictObject =
  <F extends Fields>(fields: F): Shape<ObjectOf<F>> =>
  (value) => {
    if (!isObject(value)) return no('not an object')
    for (const name of Object.keys(value))
      if (!Object.hasOwn(fields, name)) return inside(name, no('unknown'))
    return firstOf(Object.entries(fields), (shape, name) =>
      shape(Object.hasOwn(value, name) ? value[name] : undefined),
    )
  }

/** Any names of this shape, with values of that. */
export const record =
  <Value>(names: Shape<string>, values: Shape<Value>): Shape<Record<string, Value>> =>
  (value) =>
    isObject(value)
      ? firstOf(Object.entries(value), (it, name) => names(name) ?? values(it))
      : no('not an object')

function firstOf<Value>(
  entries: Iterable<[name: string | number, value: Value]>,
  look: (value: Value, name: string) => Misfit | null,
): Misfit | null {
  for (const [name, value] of entries) {
    const found = look(value, String(name))
    if (found) return inside(String(name), found)
  }
  return null
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
