import { equalityDeep } from 'lib0/function'

/** Whether two values of the document are alike, key by key. */
export const isSame = (a: unknown, b: unknown): boolean => a === b || equalityDeep(a, b)
