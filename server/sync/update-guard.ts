/**
 * Judges an incoming update before it may touch the live board.
 *
 * The bytes seldom name a root: an overwrite or a delete carries ids alone. Each struct and each deleted
 * range is therefore followed through the board's own store to the root and key it reaches. The verdict
 * is on the whole update; nothing is trimmed, and nothing here changes the board.
 *
 * The order of questions matters: what the room knows is skipped, what is not causally ready is held,
 * then whose client id it is, where it goes, whether that is allowed, and whether the values fit.
 */
import * as Y from 'yjs'
import { isId, type ParticipantId } from '../../shared/board.ts'
import { type MapRoot, rootsOf, TEXT_ROOTS, textRootOf } from '../../shared/doc/board-doc.ts'
import { isKeyOf, valueProblem } from '../../shared/doc/values.ts'
import { LIMITS } from '../../shared/limits.ts'
import { type Circumstances, type Target, type Writer, writeRefusal } from '../../shared/policy.ts'
import { Problem, type ProblemCode } from '../../shared/problem.ts'
import type { Touch } from '../store/contract.ts'
import { CausalOrder, Held } from './causal-order.ts'
import type { KeyChain } from './key-chain.ts'
import { Reach, type TextChange } from './reach.ts'
import { type Tally, tallyWith } from './tally.ts'
import { isInOrder } from './text-order.ts'
import { type DecodedUpdate, decodeUpdate } from './update-decoder.ts'

export type Verdict =
  /**
   * `touches` is what the board will show differently, `roots` the names of all roots it reaches, also
   * where nothing shows; `claims` are client ids new to the board.
   */
  | { is: 'pass'; touches: Touch[]; roots: string[]; claims: number[]; isNews: boolean }
  /** Builds on something the room has not seen. */
  | { is: 'hold' }
  | { is: 'refuse'; problem: Problem }

/** What the guard looks at: the document as it stands, and whose the client ids in it are. */
export interface Guarded {
  readonly doc: Y.Doc
  ownerOf(client: number): ParticipantId | 'server' | undefined
  /** Whose it will be, where that is known before. */
  reservedBy?(client: number): ParticipantId | undefined
  /** How many client ids a participant has. */
  countOf(participant: ParticipantId): number
  /** Client ids of earlier epochs. */
  readonly retired: ReadonlySet<number>
}

/** New client ids in one update: a device that made changes in as many sittings without the network. */
const MAX_NEW_CLIENTS = 64
/** Client ids of one participant in an epoch: as many page loads. */
const MAX_CLIENTS_EACH = 1_000
/** Structs of one update that are new: far more than a person makes offline, and others wait for them not long. */
const MAX_FRESH = 6_000
/** Those of a facilitator, who can move a whole board several times. */
const MAX_FRESH_FACILITATOR = 20_000
/** Structs of a whole board: about 50 MB in memory. */
const MAX_STRUCTS = 200_000
/** Of them those of one person who is no facilitator, so that nobody fills a board alone. */
const MAX_STRUCTS_EACH = 40_000
const MAX_PAPER_SECTIONS = 100

/**
 * `circumstances` are the board's now and, for a moment after they changed, those before: a write is
 * refused only where all refuse it.
 */
export function judge(
  board: Guarded,
  update: Uint8Array,
  writer: Writer,
  circumstances: readonly [Circumstances, ...Circumstances[]],
): Verdict {
  const decoded = decodeUpdate(update)
  if (decoded instanceof Problem) return { is: 'refuse', problem: decoded }
  try {
    refuseRetired(board, decoded)
    const order = new CausalOrder(board.doc, decoded)
    refuseTooMuch(board, writer, order.fresh.length)
    const claims = claimsOf(board, writer, order)
    const reach = new Reach(board.doc, decoded, order)
    const touches = new Trial(board, writer, circumstances, order, reach).touches()
    const isNews = order.fresh.length > 0 || reach.deletes
    return { is: 'pass', touches, roots: reach.roots, claims, isNews }
  } catch (error) {
    if (error instanceof Held) return { is: 'hold' }
    if (error instanceof Problem) return { is: 'refuse', problem: error }
    throw error
  }
}

function refuseRetired({ retired }: Guarded, { blocks, deletes }: DecodedUpdate): void {
  if (retired.size === 0) return
  const isRetired = ({ client }: { client: number }) => retired.has(client)
  if (blocks.some(isRetired) || deletes.some(isRetired)) throw new Problem('epoch_stale', 'client id')
}

function refuseTooMuch(board: Guarded, { participant, role }: Writer, fresh: number): void {
  if (fresh === 0) return
  if (fresh > (role === 'facilitator' ? MAX_FRESH_FACILITATOR : MAX_FRESH))
    throw new Problem('too_large', 'too much at once')
  const isFull = ({ all }: Tally) => all > MAX_STRUCTS
  const isOwnFull = ({ own }: Tally) => own > MAX_STRUCTS_EACH && role !== 'facilitator'
  const tally = tallyWith(board, participant, fresh, (it) => !isFull(it) && !isOwnFull(it))
  if (isFull(tally)) throw new Problem('board_full', 'changes')
  if (isOwnFull(tally)) throw new Problem('board_full', 'changes of one person')
}

/** A client id belongs for good to whoever's first new struct carries it. */
function claimsOf(board: Guarded, { participant }: Writer, order: CausalOrder): number[] {
  const claims: number[] = []
  for (const { block, fresh } of order.clients()) {
    if (fresh.length === 0) continue
    const owner = board.ownerOf(block.client)
    if (owner === participant) continue
    const reservedBy = owner ?? board.reservedBy?.(block.client) ?? participant
    const isKnown = Y.getState(board.doc.store, block.client) > 0
    if (owner === undefined && isKnown) throw new Problem('author_forged', 'client id')
    // Two may draw one number, and nobody can tell who forges: whoever comes second takes another.
    if (reservedBy !== participant) throw new Problem('client_taken', 'client id')
    claims.push(block.client)
  }
  if (claims.length === 0) return claims
  if (claims.length > MAX_NEW_CLIENTS) throw new Problem('too_many', 'client ids')
  if (board.countOf(participant) + claims.length > MAX_CLIENTS_EACH)
    throw new Problem('too_many', 'client ids')
  return claims
}

/** Asks of every place that an update reaches whether this writer may, and whether what comes fits. */
class Trial {
  constructor(
    private readonly board: Guarded,
    private readonly writer: Writer,
    private readonly circumstances: readonly [Circumstances, ...Circumstances[]],
    private readonly order: CausalOrder,
    private readonly reach: Reach,
  ) {}

  /** What the board will show differently; throws where any of it may not be. */
  touches(): Touch[] {
    const touches: Touch[] = []
    for (const [root, chains] of this.reach.chains) {
      for (const [key, chain] of chains) this.allow(root, key, chain, touches)
    }
    for (const [name, change] of this.reach.texts) this.allowText(name, change, touches)
    this.refuseTooManyStatements()
    return touches
  }

  private allow(root: MapRoot, key: string, chain: KeyChain, touches: Touch[]): void {
    const from = chain.before
    const to = chain.changes ? chain.after : from
    // What comes and goes within one update deletes nothing of the board's.
    this.allowTarget({ root, key, from, to: from === undefined && to === undefined ? null : to })
    if (!isKeyOf(root, key)) throw new Problem('path_unknown', root)
    for (const value of chain.values) {
      const misfit = valueProblem(root, key, value)
      if (misfit !== null) throw new Problem('value_invalid', `${root}: ${misfit}`)
    }
    if (root === 'placements' || root === 'responses') this.refuseUnknownStatement(key.split('/')[0] ?? '')
    if (!chain.changes) return
    if (root === 'comments') this.refuseUnknownOn(to)
    touches.push(touchOf(root, key, from, to))
  }

  private allowText(name: string, { inserted, removed, fresh }: TextChange, touches: Touch[]): void {
    const place = textRootOf(name)
    if (!place) throw new Problem('path_unknown', 'root')
    this.allowTarget(place)
    const { share } = this.board.doc
    const text = share.get(name)
    if (place.root === 'why') this.refuseUnknownStatement(place.key)
    else if (!text && countPapers(share) >= MAX_PAPER_SECTIONS) throw new Problem('board_full', 'paper')
    const length = (text?._length ?? 0) - removed + inserted
    // Two people may have filled a text together; taking some away again must stay possible.
    if (length > LIMITS.sharedText && inserted > removed) throw new Problem('too_large', place.root)
    if (!isInOrder(this.board.doc, name, fresh, this.order.eachOrigin, this.reach.steps))
      throw new Problem('value_invalid', 'written between nothing')
    if (inserted > 0 || removed > 0) touches.push({ root: place.root, key: place.key, inserted, removed })
  }

  private allowTarget(target: Target): void {
    let refusal: ProblemCode | null = null
    for (const now of this.circumstances) {
      const code = writeRefusal(this.writer, target, now)
      if (code === null) return
      refusal ??= code
    }
    if (refusal !== null) throw new Problem(refusal, `${target.root}/${target.key}`)
  }

  /** One that was taken away may still be named: a move can cross the taking away. */
  private refuseUnknownStatement(id: string): void {
    if (this.board.doc.share.get('statements')?._map.has(id)) return
    if (this.reach.chains.get('statements')?.get(id)?.after !== undefined) return
    throw new Problem('statement_unknown', id)
  }

  /** Where each statement is spoken of is kept as long as the board, so nobody makes up ids without end. */
  private refuseUnknownOn(comment: unknown): void {
    const { on } = (comment ?? {}) as { on?: unknown }
    if (isId(on)) this.refuseUnknownStatement(on)
  }

  private refuseTooManyStatements(): void {
    let more = 0
    for (const chain of this.reach.chains.get('statements')?.values() ?? []) {
      more += Number(chain.after !== undefined) - Number(chain.before !== undefined)
    }
    if (more > 0 && rootsOf(this.board.doc).statements.size + more > LIMITS.statements) {
      throw new Problem('board_full', `at most ${LIMITS.statements} statements`)
    }
  }
}

function touchOf(root: string, key: string, from: unknown, to: unknown): Touch {
  const touch: Touch = { root, key }
  if (from !== undefined) touch.from = from
  if (to !== undefined) touch.to = to
  return touch
}

function countPapers(share: Y.Doc['share']): number {
  let papers = 0
  for (const name of share.keys()) if (name.startsWith(`${TEXT_ROOTS[1]}/`)) papers += 1
  return papers
}
