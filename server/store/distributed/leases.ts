/**
 * Which boards are this node's, and for how long.
 *
 * A lease is renewed several times before it lapses. It only says whom to ask: what keeps two nodes from
 * writing one board is the token in the board's head, which every write is checked against inside Redis. So
 * a node that was paused and wakes believing that a board is its own finds that it cannot write, and learns
 * here at the latest that it is over.
 */
import { randomBytes } from 'node:crypto'
import type { BoardId } from '../../../shared/board.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { Keeper } from '../contract.ts'
import type { StoreLog } from '../store-log.ts'
import { boardKeys } from './keys.ts'
import { type RedisLink, worded } from './link.ts'

export const LEASE_MS = 5_000
const RENEWALS_EACH = 4
/** A board nobody opened after it was claimed is given up again. */
const UNUSED_MS = 10_000

export interface Lease {
  readonly board: BoardId
  readonly token: string
  /** Another node has the board, or may have. */
  readonly isLost: boolean
  /** Asks Redis whether it still is ours; false where it is not. */
  confirm(): Promise<boolean>
  lose(): void
  /** Told the last position that Redis knows, at every renewal. */
  onRenewed: (last: number) => void
}

export interface Leases {
  /** Ours, or who keeps it. */
  claim(board: BoardId): Promise<Lease | Keeper>
  /** A lease that is held here and is of use; what is of use is renewed for as long as it is. */
  use(board: BoardId): Promise<Lease | Keeper>
  holds(board: BoardId): boolean
  keeperOf(board: BoardId): Promise<Keeper | null>
  release(lease: Lease): Promise<void>
  onLost(listener: (board: BoardId) => void): void
  reachableAt(url: string): void
  close(): Promise<void>
}

export const isLease = (it: Lease | Keeper): it is Lease => 'token' in it

interface Held extends Lease {
  isLost: boolean
  isUsed: boolean
  claimedAt: number
  /** Since when somebody holds a lease of an earlier term, which Redis went back to. */
  waitsSince: number | null
}

export function openLeases(link: RedisLink, clock: Clock, log: StoreLog, leaseMs: number = LEASE_MS): Leases {
  const node = randomBytes(8).toString('hex')
  let url = ''
  const held = new Map<BoardId, Held>()
  const claiming = new Map<BoardId, Promise<Lease | Keeper>>()
  const lost = new Set<(board: BoardId) => void>()
  let isClosed = false

  const me = () => `${node} ${url}`

  const renew = async (lease: Held): Promise<boolean> => {
    const { head, owner } = boardKeys(lease.board)
    const [word, last] = worded(await link.run('renew', [head, owner], [lease.token, me(), leaseMs]))
    if (lease.isLost) return false
    lease.waitsSince = word === 'wait' ? (lease.waitsSince ?? performance.now()) : null
    // A lease that is there for longer than it lasts is renewed: that node has the board, and goes on with it.
    const isOver = lease.waitsSince !== null && performance.now() - lease.waitsSince > leaseMs
    if (word === 'taken' || isOver) lease.lose()
    if (word === 'ours') lease.onRenewed(Number(last))
    return word === 'ours'
  }

  const take = async (board: BoardId): Promise<Lease | Keeper> => {
    const { head, owner } = boardKeys(board)
    const word = randomBytes(6).toString('hex')
    const [whose, answer = ''] = worded(await link.run('claim', [head, owner], [me(), leaseMs, word]))
    if (whose === 'theirs') {
      const keeper = keeperFrom(answer)
      // An answer that got lost on the way: it was this node's claim that was heard.
      if (keeper.node !== node) return keeper
    }
    const lease: Held = {
      board,
      token: whose === 'theirs' ? tokenOf(answer) : answer,
      isLost: false,
      isUsed: false,
      claimedAt: performance.now(),
      waitsSince: null,
      onRenewed: () => {},
      confirm: () => renew(lease),
      lose: () => {
        if (lease.isLost) return
        lease.isLost = true
        if (held.get(board) === lease) held.delete(board)
        log.warn({ board }, 'a board is kept by another node now')
        for (const listener of lost) listener(board)
      },
    }
    held.set(board, lease)
    return lease
  }

  const claim = (board: BoardId): Promise<Lease | Keeper> => {
    const mine = held.get(board)
    if (mine) return Promise.resolve(mine)
    const before = claiming.get(board)
    if (before) return before
    const taking = take(board).finally(() => claiming.delete(board))
    claiming.set(board, taking)
    return taking
  }

  const release = async (lease: Lease): Promise<void> => {
    if (held.get(lease.board) === lease) held.delete(lease.board)
    if (lease.isLost) return
    const { head, owner } = boardKeys(lease.board)
    // Where Redis does not hear it, the lease lapses by itself.
    await link.run('release', [head, owner], [lease.token]).catch(() => {})
  }

  let isRenewing = false
  const renewAll = async () => {
    if (isRenewing) return
    isRenewing = true
    const now = performance.now()
    await Promise.all(
      [...held.values()].map((it) =>
        it.isUsed || now - it.claimedAt < UNUSED_MS ? renew(it).catch(() => false) : release(it),
      ),
    )
    isRenewing = false
  }
  let endWait = () => {}
  const wait = () => {
    endWait = clock.after(leaseMs / RENEWALS_EACH, () => {
      void renewAll()
      if (!isClosed) wait()
    })
  }
  wait()
  link.onReturn(() => void renewAll())

  return {
    claim,
    async use(board) {
      const lease = await claim(board)
      if (isLease(lease)) (lease as Held).isUsed = true
      return lease
    },
    holds: (board) => held.has(board),
    async keeperOf(board) {
      const answer = await link.call('GET', boardKeys(board).owner)
      return answer === null ? null : keeperFrom(String(answer))
    },
    release,
    onLost: (listener) => void lost.add(listener),
    reachableAt: (at) => {
      url = at
    },
    async close() {
      isClosed = true
      endWait()
      lost.clear()
      await Promise.all([...held.values()].map(release))
    },
  }
}

/** `<token> <node> <url>`, as it stands in Redis. */
function keeperFrom(text: string): Keeper {
  const [token = '', node = '', url = ''] = text.split(' ')
  return { node, url, term: token }
}

const tokenOf = (text: string): string => text.split(' ')[0] ?? ''
