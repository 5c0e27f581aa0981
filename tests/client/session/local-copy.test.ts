import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import {
  type KeptLeftover,
  type LocalCopy,
  openLocalCopy,
  type PendingEdit,
} from '../../../client/session/local-copy.ts'

let device: IDBFactory
beforeEach(() => {
  device = new IDBFactory()
})

const open = (more: { epoch?: number; tab?: string; tabs?: string[]; indexedDB?: IDBFactory | null } = {}) =>
  openLocalCopy({
    indexedDB: more.indexedDB === undefined ? device : more.indexedDB,
    name: 'due-regard/b/ama',
    epoch: more.epoch ?? 1,
    tab: more.tab ?? 't1',
    openTabs: async () => new Set(more.tabs ?? [more.tab ?? 't1']),
  })

const edit = (id: string, tab = 't1'): PendingEdit => ({
  root: 'plan',
  key: 'k',
  from: undefined,
  to: id,
  id,
  tab,
  at: 1,
  epoch: 1,
  client: 1,
  clock: 1,
  tries: 0,
})
const leftover = {
  id: 'l1',
  sentence: 'x',
  root: 'plan',
  key: 'k',
  mine: 1,
  theirs: 2,
  canUse: true,
} as KeptLeftover

const docOf = async (copy: LocalCopy) => {
  const base = await copy.base()
  const doc = new Y.Doc()
  if (base) Y.applyUpdate(doc, base)
  return doc.getMap('m').toJSON()
}
const stateOf = (values: Record<string, number>) => {
  const doc = new Y.Doc()
  for (const [key, value] of Object.entries(values)) doc.getMap('m').set(key, value)
  return Y.encodeStateAsUpdate(doc)
}

describe('what a device keeps of a board', () => {
  it('gives back the base, the pending changes in order and the leftovers', async () => {
    const copy = open()
    copy.append(stateOf({ a: 1 }))
    copy.append(stateOf({ b: 2 }))
    expect(await copy.keep({ put: [edit('2'), edit('1')], putLeftovers: [leftover] })).toBe(true)
    copy.close()

    const again = open()
    const { base, pending, leftovers } = await again.load()
    expect(base).not.toBeNull()
    expect(await docOf(again)).toEqual({ a: 1, b: 2 })
    expect(pending.map((it) => it.id)).toEqual(['1', '2'])
    expect(leftovers).toEqual([leftover])
  })

  it('a whole state takes the place of the pieces', async () => {
    const copy = open()
    copy.append(stateOf({ a: 1 }))
    copy.flush()
    copy.replace(stateOf({ c: 3 }))
    expect(await docOf(copy)).toEqual({ c: 3 })
    expect(copy.append(stateOf({ d: 4 }))).toBe(2)
  })

  it('[H4] a base of an older epoch is void, pending changes are not', async () => {
    const old = open()
    old.append(stateOf({ a: 1 }))
    await old.keep({ put: [edit('1')] })
    old.close()

    const copy = open({ epoch: 2 })
    const { base, pending } = await copy.load()
    expect(base).toBeNull()
    expect(pending.map((it) => it.id)).toEqual(['1'])
  })

  it('[H4] a page of an older epoch does not spoil the base of a newer one', async () => {
    const old = open()
    await old.load()
    const newer = open({ epoch: 2, tab: 't2' })
    await newer.load()
    newer.replace(stateOf({ fresh: 1 }))
    old.append(stateOf({ stale: 1 }))
    old.flush()
    old.replace(stateOf({ stale: 1 }))
    expect(await old.base()).toBeNull()
    expect(await docOf(newer)).toEqual({ fresh: 1 })
    await old.moveTo(2)
    expect(await docOf(old)).toEqual({ fresh: 1 })
  })

  it('[H3] changes of a page that is open stay its own, those of one that is gone are taken over', async () => {
    const one = open()
    await one.keep({ put: [edit('1', 't1'), edit('2', 't2')] })

    const three = open({ tab: 't3', tabs: ['t1', 't3'] })
    const { pending } = await three.load()

    expect(pending).toMatchObject([{ id: '2', tab: 't3' }])
    const four = open({ tab: 't4', tabs: ['t1', 't3', 't4'] })
    expect((await four.load()).pending).toEqual([])
  })

  it('[H1] without storage answers that nothing is kept, and never throws', async () => {
    const copy = open({ indexedDB: null })
    expect(copy.works).toBe(false)
    expect(await copy.load()).toEqual({ base: null, pending: [], leftovers: [] })
    expect(await copy.keep({ put: [edit('1')] })).toBe(false)
    copy.append(stateOf({ a: 1 }))
    copy.flush()
    copy.replace(stateOf({ a: 1 }))
    expect(await copy.base()).toBeNull()
    await copy.wipe()
    copy.close()
  })

  it('[H1] storage that cannot be opened is storage that is missing', async () => {
    const broken = { open: () => failing() } as unknown as IDBFactory
    const copy = open({ indexedDB: broken })
    expect((await copy.load()).base).toBeNull()
    expect(copy.works).toBe(false)
  })

  it('[H1] a full disk is noticed by the write that did not fit', async () => {
    const copy = open()
    await copy.load()
    expect(await copy.keep({ put: [{ ...edit('1'), to: () => 'a function cannot be stored' }] })).toBe(false)
    expect(copy.works).toBe(false)
  })

  it('another page that wipes the board does not make this one throw', async () => {
    const one = open()
    await one.load()
    const two = open({ tab: 't2' })
    await two.wipe()
    expect(await one.keep({ put: [edit('1')] })).toBe(false)
    expect(one.works).toBe(false)
    expect(await device.databases()).toEqual([])
  })

  it('what was asked for before closing is still written', async () => {
    const copy = open()
    void copy.keep({ put: [edit('1')] })
    copy.append(stateOf({ a: 1 }))
    copy.close()
    const again = open()
    expect((await again.load()).pending).toHaveLength(1)
    expect(await docOf(again)).toEqual({ a: 1 })
  })
})

function failing() {
  const request = { onerror: () => {}, error: new Error('forbidden') }
  setImmediate(() => request.onerror())
  return request
}
