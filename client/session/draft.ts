/**
 * A change tried on paper first: what it would write, before anything is written.
 *
 * Yjs cannot take a transaction back, and an update the room refuses spoils the whole copy. An edit is
 * therefore run once against a draft that reads through to the document and keeps its writes to itself;
 * the writes are judged, and only then made. A draft has the few methods of a document that edits use.
 */
import { equalityDeep } from 'lib0/function'
import * as Y from 'yjs'
import { isMapRoot, isTextRoot, type Root, textRootOf } from '../../shared/doc/board-doc.ts'
import { textChange } from '../../shared/doc/edits.ts'
import { Problem } from '../../shared/problem.ts'

/** One place and what is made of it; `undefined` is absent. Of a text both are the whole text. */
export interface Edit {
  root: Root
  key: string
  from: unknown
  to: unknown
}

/** More places than this are written in several transactions, so no update is large. */
const AT_ONCE = 200

export const placeOf = ({ root, key }: { root: string; key: string }) => `${root}/${key}`

export const isSame = (a: unknown, b: unknown): boolean => a === b || equalityDeep(a, b)

/** What stands at a place of the document now. */
export function valueAt(doc: Y.Doc, root: Root, key: string): unknown {
  return isTextRoot(root) ? doc.getText(`${root}/${key}`).toString() : doc.getMap(root).get(key)
}

/** Everything a change would write, one entry a place, in the order of first writing. Throws what it throws. */
export function draftOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Edit[] {
  const edits = new Map<string, Edit>()
  const write = (root: Root, key: string, to: unknown) => {
    const place = placeOf({ root, key })
    const from = edits.has(place) ? edits.get(place)?.from : valueAt(doc, root, key)
    edits.set(place, { root, key, from, to })
  }
  const read = (root: Root, key: string) => {
    const drafted = edits.get(placeOf({ root, key }))
    return drafted ? drafted.to : valueAt(doc, root, key)
  }
  const draft = {
    clientID: doc.clientID,
    getMap(root: string) {
      if (!isMapRoot(root)) throw new Problem('path_unknown', root)
      return draftMap(
        () => doc.getMap(root).keys(),
        (key) => read(root, key),
        (key, value) => write(root, key, value),
        () => Array.from(edits.values()).filter((it) => it.root === root),
      )
    },
    getText(name: string) {
      const path = textRootOf(name)
      if (!path) throw new Problem('path_unknown', name)
      return draftText(
        () => read(path.root, path.key) as string,
        (text) => write(path.root, path.key, text),
      )
    },
    transact: <Result>(run: () => Result): Result => run(),
  }
  change(draft as unknown as Y.Doc)
  return Array.from(edits.values()).filter(({ from, to }) => !isSame(from, to))
}

/**
 * Makes the edits of a draft, in one transaction where they are few enough to be one. Gives back this
 * client's clock after each, or null after one that only took away.
 */
export function write(doc: Y.Doc, edits: readonly Edit[], origin: unknown): (number | null)[] {
  const clocks: (number | null)[] = []
  const clock = () => Y.getState(doc.store, doc.clientID)
  for (let at = 0; at < edits.length; at += AT_ONCE) {
    doc.transact(() => {
      for (const { root, key, to } of edits.slice(at, at + AT_ONCE)) {
        const before = clock()
        if (isTextRoot(root)) rewrite(doc.getText(`${root}/${key}`), String(to))
        else if (to === undefined) doc.getMap(root).delete(key)
        else doc.getMap(root).set(key, to)
        clocks.push(clock() > before ? clock() : null)
      }
    }, origin)
  }
  return clocks
}

/** Whether a client's change of this place that ended at this clock is in the document. */
export function holds(
  doc: Y.Doc,
  { root, key, from, to, client, clock }: Edit & { client: number; clock: number },
): boolean {
  if (Y.getState(doc.store, client) < clock) return false
  // Before the struct is looked at: asking for a root makes it what it is.
  const place = isTextRoot(root) ? doc.getText(`${root}/${key}`) : doc.getMap(root)
  const struct: unknown = Y.getItem(doc.store, Y.createID(client, clock - 1))
  // Ids are drawn by chance: another device may have had the same, for changes of its own.
  if (!(struct instanceof Y.Item)) return true
  if (struct.parent !== place || (!isTextRoot(root) && struct.parentSub !== key)) return false
  const { content } = struct
  if (content instanceof Y.ContentString) {
    // The end of what was written, as much of it as stands together.
    const { insert } = textChange(String(from ?? ''), String(to))
    const written = content.str.slice(0, clock - struct.id.clock).slice(-Math.max(1, insert.length))
    return String(to).includes(written)
  }
  return !(content instanceof Y.ContentAny) || isSame(content.arr[clock - 1 - struct.id.clock], to)
}

function rewrite(text: Y.Text, to: string) {
  const change = textChange(text.toString(), to)
  if (change.remove > 0) text.delete(change.at, change.remove)
  if (change.insert) text.insert(change.at, change.insert)
}

function draftMap(
  written: () => Iterable<string>,
  get: (key: string) => unknown,
  set: (key: string, value: unknown) => void,
  drafted: () => Edit[],
) {
  const keys = () =>
    Array.from(new Set([...written(), ...drafted().map((it) => it.key)])).filter(
      (key) => get(key) !== undefined,
    )
  const entries = () => keys().map((key): [string, unknown] => [key, get(key)])
  return {
    get,
    set,
    has: (key: string) => get(key) !== undefined,
    delete: (key: string) => set(key, undefined),
    keys: () => keys().values(),
    values: () => keys().map(get).values(),
    entries: () => entries().values(),
    forEach: (run: (value: unknown, key: string) => void) => {
      for (const [key, value] of entries()) run(value, key)
    },
    toJSON: () => Object.fromEntries(entries()),
    get size() {
      return keys().length
    },
    [Symbol.iterator]: () => entries().values(),
  }
}

function draftText(get: () => string, set: (text: string) => void) {
  return {
    get length() {
      return get().length
    },
    toString: get,
    toJSON: get,
    insert: (at: number, words: string) => set(get().slice(0, at) + words + get().slice(at)),
    delete: (at: number, count: number) => set(get().slice(0, at) + get().slice(at + count)),
  }
}
