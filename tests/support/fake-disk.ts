/**
 * A disk that keeps *written* and *synced* apart, so that a test can cut the power.
 *
 * What was written and not synced may be there afterwards, or not, or in part and out of order; the same
 * holds for names until their folder is synced. Every call that changes something is counted, so that a
 * test can crash the machine at the n-th call, or have that call refused, for every n.
 */
import { basename, dirname } from 'node:path'
import type { Disk, DiskFile, DiskFolder } from '../../server/store/embedded/disk.ts'

/** Smaller than a real one, so that short records are torn too. */
const SECTOR_BYTES = 64

interface Change {
  at: number
  /** Null cuts the file at `at`. */
  bytes: Uint8Array | null
}

class FileNode {
  written: Buffer = Buffer.alloc(0)
  synced: Buffer = Buffer.alloc(0)
  unsynced: Change[] = []

  change(change: Change): void {
    this.written = changed(this.written, change)
    this.unsynced.push(change)
  }

  sync(): void {
    this.synced = this.written
    this.unsynced = []
  }
}

interface NameChange {
  name: string
  /** Null takes the name away from `was`. */
  node: Node | null
  was?: Node
}

class FolderNode {
  names = new Map<string, Node>()
  synced = new Map<string, Node>()
  /** Each entry is made whole or not at all: a rename is two changes in one. */
  unsynced: NameChange[][] = []

  change(changes: NameChange[]): void {
    rename(this.names, changes)
    this.unsynced.push(changes)
  }

  sync(): void {
    this.synced = new Map(this.names)
    this.unsynced = []
  }
}

type Node = FileNode | FolderNode

function rename(names: Map<string, Node>, changes: readonly NameChange[]): void {
  for (const { name, node, was } of changes) {
    if (node) names.set(name, node)
    else if (names.get(name) === was) names.delete(name)
  }
}

function changed(bytes: Buffer, { at, bytes: put }: Change): Buffer {
  const size = put ? Math.max(bytes.length, at + put.length) : at
  const result = Buffer.alloc(size)
  bytes.copy(result)
  if (put) result.set(put, at)
  return result
}

export interface Call {
  /** From 1 on. */
  n: number
  what:
    | 'open'
    | 'write'
    | 'truncate'
    | 'sync'
    | 'makeFolder'
    | 'rename'
    | 'remove'
    | 'openFolder'
    | 'syncFolder'
  path: string
}

/** What befalls a call: nothing, the end of the machine, half a write, or a refusal with that code. */
export type Fate = 'goes well' | 'crash' | 'short' | { code: string }

/**
 * What of the unsynced is there after the power came back: `all` (only the process died), `none`, or
 * `some`, in parts and out of order.
 */
export type Survives = 'all' | 'none' | 'some'

export class FakeDisk implements Disk {
  calls: Call[] = []
  fate: (call: Call) => Fate = () => 'goes well'
  readonly crashed: Promise<void>
  #crash = () => {}
  #isDown = false

  constructor(private readonly root = new FolderNode()) {
    this.crashed = new Promise((resolve) => {
      this.#crash = resolve
    })
  }

  /** The disk as the next process finds it; this one never answers again. */
  afterCrash(survives: Survives, random: () => number): FakeDisk {
    this.#isDown = true
    return new FakeDisk(survivor(this.root, survives, random) as FolderNode)
  }

  /** Another disk that holds the same. */
  copy(): FakeDisk {
    return new FakeDisk(survivor(this.root, 'all', () => 0) as FolderNode)
  }

  /** Every file's bytes as they are now, by path. */
  files(folder: Node = this.root, path = ''): Map<string, Buffer> {
    if (folder instanceof FileNode) return new Map([[path, folder.written]])
    return new Map([...folder.names].flatMap(([name, node]) => [...this.files(node, `${path}/${name}`)]))
  }

  /** What would be there if the power went now and nothing unsynced survived. */
  synced(folder: Node = this.root, path = ''): Map<string, Buffer> {
    if (folder instanceof FileNode) return new Map([[path, folder.synced]])
    return new Map([...folder.synced].flatMap(([name, node]) => [...this.synced(node, `${path}/${name}`)]))
  }

  /** Changes bytes behind everybody's back, on the platter itself. */
  corrupt(path: string, how: (bytes: Buffer) => Buffer): void {
    const node = this.#node(path)
    if (!(node instanceof FileNode)) throw new Error(`no file ${path}`)
    node.written = node.synced = how(Buffer.from(node.written))
    node.unsynced = []
  }

  async open(path: string, how: 'new' | 'replace' | 'edit'): Promise<DiskFile> {
    await this.#begin({ what: 'open', path })
    const found = this.#node(path)
    if (how === 'new' && found) throw refusal('EEXIST', path)
    if (how === 'edit' && !found) throw refusal('ENOENT', path)
    if (found instanceof FolderNode) throw refusal('EISDIR', path)
    const file = found ?? new FileNode()
    if (!found) this.#folder(dirname(path)).change([{ name: basename(path), node: file }])
    else if (how === 'replace') file.change({ at: 0, bytes: null })
    return {
      write: async (bytes, at) => {
        const taken = await this.#begin({ what: 'write', path }, (part) => {
          file.change({ at, bytes: bytes.slice(0, Math.floor(bytes.length * part)) })
        })
        const count = taken === 'short' ? Math.floor(bytes.length / 2) : bytes.length
        file.change({ at, bytes: bytes.slice(0, count) })
        return count
      },
      truncate: async (size) => {
        await this.#begin({ what: 'truncate', path })
        file.change({ at: size, bytes: null })
      },
      sync: async () => {
        await this.#begin({ what: 'sync', path })
        file.sync()
      },
      close: async () => {},
    }
  }

  async read(path: string): Promise<Uint8Array | null> {
    await this.#tick()
    const node = this.#node(path)
    return node instanceof FileNode ? new Uint8Array(node.written) : null
  }

  async list(folder: string): Promise<string[]> {
    await this.#tick()
    const node = this.#node(folder)
    return node instanceof FolderNode ? [...node.names.keys()].sort() : []
  }

  async makeFolder(path: string): Promise<void> {
    await this.#begin({ what: 'makeFolder', path })
    let folder = this.root
    for (const name of partsOf(path)) {
      let next = folder.names.get(name)
      if (!next) {
        next = new FolderNode()
        folder.change([{ name, node: next }])
      }
      if (next instanceof FileNode) throw refusal('ENOTDIR', path)
      folder = next
    }
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#begin({ what: 'rename', path: from })
    const node = this.#node(from)
    if (!node) throw refusal('ENOENT', from)
    if (dirname(from) !== dirname(to)) throw new Error('renamed across folders: two names to sync')
    this.#folder(dirname(from)).change([
      { name: basename(from), node: null, was: node },
      { name: basename(to), node },
    ])
  }

  async remove(path: string): Promise<void> {
    await this.#begin({ what: 'remove', path })
    const node = this.#node(path)
    if (node) this.#unlink(this.#folder(dirname(path)), basename(path), node)
  }

  #unlink(folder: FolderNode, name: string, node: Node): void {
    if (node instanceof FolderNode) for (const [child, it] of node.names) this.#unlink(node, child, it)
    folder.change([{ name, node: null, was: node }])
  }

  async openFolder(path: string): Promise<DiskFolder> {
    await this.#begin({ what: 'openFolder', path })
    const folder = this.#folder(path)
    return {
      sync: async () => {
        await this.#begin({ what: 'syncFolder', path })
        folder.sync()
      },
      close: async () => {},
    }
  }

  async #begin(call: Omit<Call, 'n'>, halfDone: (part: number) => void = () => {}): Promise<Fate> {
    await this.#tick()
    const counted = { ...call, n: this.calls.length + 1 }
    this.calls.push(counted)
    const fate = this.fate(counted)
    if (fate === 'crash') {
      halfDone(0.6)
      this.#isDown = true
      this.#crash()
      await forever
    }
    if (typeof fate === 'object') {
      // A disk that fills up takes what it can and then refuses.
      halfDone(0.3)
      throw refusal(fate.code, call.path)
    }
    return fate
  }

  /** Other work gets its turn at every call, as it would while a real disk is busy. */
  async #tick(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    if (this.#isDown) await forever
  }

  #node(path: string): Node | null {
    let node: Node | undefined = this.root
    for (const name of partsOf(path)) {
      if (!(node instanceof FolderNode)) return null
      node = node.names.get(name)
    }
    return node ?? null
  }

  #folder(path: string): FolderNode {
    const node = this.#node(path)
    if (!(node instanceof FolderNode)) throw refusal('ENOENT', path)
    return node
  }
}

/** What a dead process waits for. */
const forever = new Promise<never>(() => {})

const partsOf = (path: string): string[] => path.split('/').filter((it) => it !== '')

const refusal = (code: string, path: string): Error => Object.assign(new Error(`${code}: ${path}`), { code })

function survivor(node: Node, survives: Survives, random: () => number, met = new Map<Node, Node>()): Node {
  const known = met.get(node)
  if (known) return known
  if (node instanceof FileNode) {
    const file = new FileNode()
    met.set(node, file)
    file.written = file.synced = survivingBytes(node, survives, random)
    return file
  }
  const folder = new FolderNode()
  met.set(node, folder)
  const names = new Map(survives === 'all' ? node.names : node.synced)
  // A journalling file system keeps the order of names; not every file system does.
  const kept = random() < 0.5 ? inOrder(node.unsynced, random) : node.unsynced.filter(() => random() < 0.5)
  if (survives === 'some') for (const changes of kept) rename(names, changes)
  for (const [name, child] of names) folder.names.set(name, survivor(child, survives, random, met))
  folder.sync()
  return folder
}

const inOrder = <T>(changes: readonly T[], random: () => number): T[] =>
  changes.slice(0, Math.floor(random() * (changes.length + 1)))

function survivingBytes(file: FileNode, survives: Survives, random: () => number): Buffer {
  if (survives === 'all') return file.written
  if (survives === 'none') return file.synced
  let bytes = file.synced
  for (const { at, bytes: put } of file.unsynced) {
    if (!put) {
      if (random() < 0.5) bytes = changed(bytes, { at, bytes: null })
      continue
    }
    for (let from = 0; from < put.length; from += SECTOR_BYTES) {
      const sector = put.subarray(from, from + Math.ceil(random() * SECTOR_BYTES))
      if (random() < 0.6) bytes = changed(bytes, { at: at + from, bytes: sector })
    }
  }
  return bytes
}
