/**
 * What the lock asks of the machine: which process this is, and whether another still runs.
 *
 * A pid alone says little. It is used again, a reboot starts counting anew, and two containers both have
 * a process 1; so a process is told by boot, process space, pid and the moment it began.
 */
import { readFile, readlink, stat, statfs } from 'node:fs/promises'
import { codeOf } from './disk.ts'

export interface ProcessMark {
  pid: number
  /** Clock ticks from boot to its beginning; null where the system does not say. */
  began: string | null
  boot: string | null
  /** The space in which the pid counts: two containers have two. */
  space: string | null
}

export interface Machine {
  me(): Promise<ProcessMark>
  /** `unclear` where it ran elsewhere or this system cannot say. */
  fate(of: ProcessMark): Promise<'running' | 'gone' | 'unclear'>
  isNetworkFolder(path: string): Promise<boolean>
  /** Whether a file is there and belongs to another account than this process runs under. */
  isOfAnotherAccount(path: string): Promise<boolean>
}

/** statfs types of NFS, SMB 1, CIFS and SMB 2, as Linux names them. */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])

export const thisMachine: Machine = {
  me: async () => ({
    pid: process.pid,
    began: (await statOf(process.pid))?.began ?? null,
    boot: await textOf('/proc/sys/kernel/random/boot_id'),
    space: await readlink('/proc/self/ns/pid').catch(() => null),
  }),

  async fate(of) {
    const me = await thisMachine.me()
    if (of.boot !== me.boot || of.space !== me.space) return 'unclear'
    if (!isThere(of.pid)) return 'gone'
    const now = await statOf(of.pid)
    if (now === null || of.began === null) return 'unclear'
    // A zombie has ended; only its parent has not looked.
    return now.began === of.began && now.state !== 'Z' ? 'running' : 'gone'
  },

  async isNetworkFolder(path) {
    const { type } = await statfs(path)
    return NETWORK_FILE_SYSTEMS.has(type >>> 0)
  },

  async isOfAnotherAccount(path) {
    const found = await stat(path).catch(() => null)
    // Windows has no numbers of accounts.
    return found !== null && process.geteuid !== undefined && found.uid !== process.geteuid()
  },
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return codeOf(error) !== 'ESRCH'
  }
}

async function statOf(pid: number): Promise<{ state: string; began: string } | null> {
  const stat = await textOf(`/proc/${pid}/stat`)
  // The name in brackets may hold spaces and brackets; what follows it does not.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  const began = fields[18]
  return state !== undefined && began !== undefined ? { state, began } : null
}

const textOf = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
