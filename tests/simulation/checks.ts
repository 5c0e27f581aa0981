/**
 * What must be so in the end, when every link is up, the disk is well and everybody has come back.
 */
import * as Y from 'yjs'
import type { LiveRoom } from '../../server/sync/room.ts'
import { isTextRoot, MAP_ROOTS, type MapRoot, rootsOf } from '../../shared/doc/board-doc.ts'
import { openReads } from '../../shared/doc/reads.ts'
import type { ExportSource } from '../../shared/exports/contract.ts'
import { writeBoardJson } from '../../shared/exports/json.ts'
import { exportSourceOf } from '../../shared/exports/source.ts'
import { PUBLIC_ROOTS } from '../../shared/policy.ts'
import { type Account, tell } from './account.ts'
import { contentOf, type Page } from './pages.ts'
import type { Platter } from './platter.ts'
import { BOARD, isMark } from './words.ts'

export interface EndOfWorld {
  room: LiveRoom
  pages: readonly Page[]
  account: Account
  platter: Platter
}

/** Gives back the board as exported, for comparison with what another start makes of the disk. */
export function checkEnd({ room, pages, account, platter }: EndOfWorld): string {
  const exported = exportOf(room)
  const at = room.state.changedAt
  if (exportOfDoc(platter.doc, at) !== exported)
    differ('the journal and the room', exportOfDoc(platter.doc, at), exported)
  const wholeReads = snapshotOf(room.doc, () => true)
  const publicReads = snapshotOf(room.doc, isPublic)
  for (const page of pages) {
    const { session, person, name } = page
    if (!session) throw new Error(`${name} has not opened`)
    const content = contentOf(session)
    if (person.role === 'observer') {
      const shown = canonical(content)
      const there = canonical(
        new Map([...contentOfDoc(room.doc)].filter(([place]) => isPublic(rootOf(place)))),
      )
      if (shown !== there) differ(`${name}, an observer, and the public part`, shown, there)
    } else {
      const shown = exportOfContent(content, at)
      if (shown !== exported) differ(`${name} and the room`, shown, exported)
    }
    const reads = canonical(session.snapshot.get())
    const expected = person.role === 'observer' ? publicReads : wholeReads
    if (reads !== expected) differ(`what ${name} shows and what it holds`, reads, expected)
  }
  checkAccount(account, platter, pages)
  return exported
}

/** The journal replayed from disk into a fresh room is the same board. */
export function checkRestarted(room: LiveRoom, exported: string): void {
  if (room.doc.store.pendingStructs || room.doc.store.pendingDs)
    throw new Error('the fresh room waits for something')
  if (exportOf(room) !== exported) differ('the board before and after a power cut', exported, exportOf(room))
}

function checkAccount(account: Account, platter: Platter, pages: readonly Page[]): void {
  const marks = wordsOn(platter)
  for (const word of account.forbidden)
    if (marks.has(word)) throw new Error(`what was forbidden stands on the board: ${word}`)
  for (const made of account.made) {
    const leftovers = pages
      .filter((it) => it.person.id === made.by && it.device.name === made.device)
      .flatMap((it) => [...(it.session?.leftovers.get() ?? [])])
    const isFine =
      account.wasShown(made) ||
      account.isSuperseded(made) ||
      account.isListed(made, leftovers) ||
      made.isDismissed ||
      made.excused !== null ||
      ((account.isCarried(made) || !made.isUnique) && account.isRivalled(made))
    if (!isFine) throw new Error(`lost: ${tell(made)}`)
    if (
      made.saidSaved !== null &&
      !account.isOnDisk(made) &&
      !account.isSuperseded(made) &&
      !made.isDismissed
    )
      if (!account.isListed(made, leftovers))
        throw new Error(`[saved-3] was called Saved and is not there: ${tell(made)}`)
  }
  const blind = account.mergedBlind()
  if (blind) throw new Error(`[back-1] ${blind}`)
  checkTexts(account, platter)
  checkAuthors(account, platter)
}

/** Words are neither doubled nor cut in two, and go only when somebody takes them away. */
function checkTexts(account: Account, platter: Platter): void {
  for (const [name, seen] of platter.characters) {
    const text = platter.textOf(name)
    for (const mark of seen) {
      if (!isMark(mark)) continue
      const makers = account.made.filter((it) => `${it.root}/${it.key}` === name && it.added.includes(mark))
      const [first] = makers
      if (!first) throw new Error(`nobody wrote ${mark} in ${name}`)
      const wasRemoved = account.made.some(
        (it) => `${it.root}/${it.key}` === name && it.removed.includes(mark),
      )
      const there = count(text, mark)
      const made = count(String(first.to), mark)
      // What went and came back went with its neighbours, and was as whole as it had been.
      if (platter.broughtBack.has(name)) continue
      if (there === 0 && !wasRemoved) throw new Error(`nobody took ${mark} out of ${name}: ${tell(first)}`)
      const isPutBack = account.made.some(
        (it) => it.isPutBack && `${it.root}/${it.key}` === name && String(it.to).includes(mark),
      )
      const isPlain = !wasRemoved && !isPutBack
      if (isPlain && there !== made)
        throw new Error(`${mark} was written ${made} times into ${name}, ${there} are there: ${tell(first)}`)
    }
  }
}

/** Every change of the history was made by the person whom it names. */
function checkAuthors(account: Account, platter: Platter): void {
  for (const [place, entries] of platter.entries) {
    const [root = '', ...key] = place.split('/')
    const made = account.at(root, key.join('/'))
    for (const { by, key: value, position, isAct } of entries) {
      if (by === 'server' || root === 'live' || isAct) continue
      if (!made.some((it) => it.by === by && it.toKey === value))
        throw new Error(`the history says that ${by} made ${place} ${value} (${position}), and nobody saw it`)
    }
  }
}

function wordsOn(platter: Platter): Set<string> {
  const words = new Set<string>()
  for (const entries of platter.entries.values())
    for (const { key } of entries) for (const word of key.match(/forbidden\d+/g) ?? []) words.add(word)
  return words
}

const count = (text: string, mark: string) => text.split(mark).length - 1

const rootOf = (place: string) => place.slice(0, place.indexOf('/'))
const isPublic = (root: string) => (PUBLIC_ROOTS as readonly string[]).includes(root)

const exportOf = (room: LiveRoom): string =>
  writeBoardJson(
    exportSourceOf(room.doc, {
      board: BOARD,
      snapshot: room.reads.snapshot(),
      at: room.state.changedAt,
      set: 'full',
    }),
  )

const exportOfDoc = (doc: Y.Doc, at: number): string => exportOfContent(contentOfDoc(doc), at)

function contentOfDoc(doc: Y.Doc): Map<string, unknown> {
  const content = new Map<string, unknown>()
  const roots = rootsOf(doc)
  for (const root of MAP_ROOTS) for (const [key, value] of roots[root]) content.set(`${root}/${key}`, value)
  for (const name of doc.share.keys()) {
    if (!isTextRoot(rootOf(name) as never)) continue
    const text = doc.getText(name).toString()
    if (text !== '') content.set(name, text)
  }
  return content
}

function exportOfContent(content: ReadonlyMap<string, unknown>, at: number): string {
  const part = <Value>(root: string) =>
    new Map(
      [...content]
        .filter(([place]) => rootOf(place) === root)
        .map(([place, value]) => [place.slice(root.length + 1), value as Value]),
    )
  const source: ExportSource = {
    board: BOARD,
    at,
    set: 'full',
    snapshot: {} as never,
    decisions: new Map(),
    version: null,
    before: null,
    why: part('why'),
    paper: part('paper'),
    roots: Object.fromEntries(MAP_ROOTS.map((root) => [root, part(root)])),
  }
  return writeBoardJson(source)
}

/** What screens show of a document, or of a part of it. */
function snapshotOf(doc: Y.Doc, isShown: (root: MapRoot) => boolean): string {
  const copy = new Y.Doc()
  const [from, to] = [rootsOf(doc), rootsOf(copy)]
  copy.transact(() => {
    for (const root of MAP_ROOTS.filter(isShown))
      for (const [key, value] of from[root]) to[root].set(key, value)
  })
  const reads = openReads(copy)
  const shown = canonical(reads.snapshot())
  reads.close()
  copy.destroy()
  return shown
}

/** Maps in the order of their keys: documents that agree may keep them in another. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, it: unknown) => {
      if (it instanceof Map) return [...it].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
      if (typeof it !== 'object' || it === null || Array.isArray(it)) return it
      return Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))
    },
    1,
  )
}

function differ(what: string, a: string, b: string): never {
  const [left, right] = [a.split('\n'), b.split('\n')]
  const at = left.findIndex((line, index) => line !== right[index])
  const around = (lines: string[]) => lines.slice(Math.max(0, at - 3), at + 4).join('\n')
  throw new Error(`${what} differ:\n${around(left)}\n--- instead of\n${around(right)}`)
}
