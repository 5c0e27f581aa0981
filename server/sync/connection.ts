/**
 * One socket in a room: what it may send, what it was sent, and how much of its own is on disk.
 *
 * It knows nothing of the document. It reads frames within their bounds and hands them on in order;
 * it counts step 2 and update frames as a client does, so "your first n are saved" means the same n on
 * both sides. A slow reader first misses presence and is then sent away to come back: a resync is cheaper
 * than a queue.
 */
import type { Clock } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../../shared/problem.ts'
import type { Allowance, Reader } from './allowance.ts'
import { Budget } from './budget.ts'
import type { Connection, RoomSocket, Sender } from './contract.ts'
import { decodeFrame, keepingFrame, refusedFrame, savedFrame } from './frames.ts'

const FRAMES_PER_SECOND = 50
const FRAMES_AT_ONCE = 200
const BYTES_PER_SECOND = 64 * 1024
const BYTES_AT_ONCE = LIMITS.updateBytes + BYTES_PER_SECOND
const STEP1_PER_SECOND = 6 / 60
const STEP1_AT_ONCE = 6
/** How long what is not causally ready waits for the step 2 that has all of it. */
const HOLD_MS = 10_000

/** What a connection asks of its room. */
export interface Host {
  readonly clock: Clock
  /** A step 2 or update frame, the connection's `index`th, to be judged in its turn. */
  take(connection: RoomConnection, frame: { update: Uint8Array; index: number; isStep2: boolean }): void
  /** A copy's state vector: it is answered once everything before it is durable. */
  answer(connection: RoomConnection, stateVector: Uint8Array): void
  /** Asks the copy for everything the room lacks, once everything before is durable. */
  ask(connection: RoomConnection): void
  hearPresence(connection: RoomConnection, entries: Uint8Array): void
  greet(connection: RoomConnection): void
  left(connection: RoomConnection): void
  /** Somebody is sent away because of this. */
  refused(code: ProblemCode): void
}

export class RoomConnection implements Connection, Reader {
  /** False once either side has ended it: whatever still comes is ignored. */
  isOpen = true
  /** Whether it was given the whole document and can follow changes of it. */
  isSynced = false
  private readonly frames: Budget
  private readonly bytes: Budget
  private readonly step1s: Budget
  private received = 0
  private saved = 0
  /** The first frame that waits for a step 2, which holds the count of saved ones. */
  private heldAt: number | null = null
  private endHold: (() => void) | null = null
  private step1sAsked = 0
  private latestStep1: Uint8Array | null = null
  private endThrottle: (() => void) | null = null
  private mayWait: number = LIMITS.outgoingBytes

  /** `allowance` is the person's, whatever connections they have. */
  constructor(
    private readonly host: Host,
    private readonly socket: RoomSocket,
    readonly sender: Sender,
    readonly speaksOurs: boolean,
    readonly allowance: Allowance,
  ) {
    const { clock } = host
    this.frames = new Budget(clock, FRAMES_PER_SECOND, FRAMES_AT_ONCE)
    this.bytes = new Budget(clock, BYTES_PER_SECOND, BYTES_AT_ONCE)
    this.step1s = new Budget(clock, STEP1_PER_SECOND, STEP1_AT_ONCE)
  }

  get isObserver(): boolean {
    return this.sender.role === 'observer'
  }

  receive(bytes: Uint8Array): void {
    if (!this.isOpen) return
    const isInTime = this.allowance.read()
    const frame = decodeFrame(bytes)
    if (frame instanceof Problem) this.refuse(frame)
    else if (frame.kind === 'step1') this.receiveStep1(frame.stateVector)
    else if ('update' in frame) this.receiveUpdate(frame.update, frame.kind === 'step2')
    // What is only of the moment is not looked at when there is too much of it.
    else if (isInTime) this.receivePresence(frame)
    this.allowance.restIfSpent()
  }

  pinged(): void {
    this.allowance.read()
    this.allowance.restIfSpent()
  }

  pause(): void {
    this.socket.pause?.()
  }

  resume(): void {
    this.socket.resume?.()
  }

  closed(): void {
    if (!this.isOpen) return
    this.end()
    this.host.left(this)
  }

  /** Says why, then closes with the code that says whether for good. */
  refuse(problem: Problem): void {
    if (!this.isOpen) return
    this.host.refused(problem.code)
    if (this.speaksOurs) this.send(refusedFrame({ code: problem.code, detail: problem.detail }))
    this.close(PROBLEMS[problem.code].close, problem.code)
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return
    this.end()
    this.socket.close(code, reason)
    this.host.left(this)
  }

  send(frame: Uint8Array): void {
    if (!this.isOpen) return
    const { bufferedAmount } = this.socket
    if (bufferedAmount <= this.mayWait) this.socket.send(frame)
    else this.close(1013, 'too slow')
    if (bufferedAmount < LIMITS.outgoingBytes) this.mayWait = LIMITS.outgoingBytes
  }

  /** A whole document may be larger than what may wait: it is given the time it takes to go out. */
  sendDocument(frame: Uint8Array): void {
    this.isSynced = true
    this.send(frame)
    this.mayWait = Math.max(this.mayWait, this.socket.bufferedAmount + LIMITS.outgoingBytes)
  }

  sendPresence(frame: Uint8Array): boolean {
    if (!this.isOpen || this.socket.bufferedAmount > LIMITS.outgoingBytes / 2) return false
    this.socket.send(frame)
    return true
  }

  sendKeeping(isKeeping: boolean): void {
    if (this.speaksOurs) this.send(keepingFrame(isKeeping))
  }

  sendStep1(frame: Uint8Array): void {
    this.step1sAsked += 1
    this.send(frame)
  }

  /** The frame was taken into the board; gives back how many may be called saved once that is durable. */
  passed(index: number, isStep2: boolean): number {
    if (isStep2) this.release()
    return this.heldAt === null ? index : this.heldAt - 1
  }

  /** The frame builds on something unseen: the next step 2 has it and what it builds on. */
  hold(index: number, isStep2: boolean): void {
    if (isStep2) this.refuse(new Problem('update_incomplete', 'a whole copy with a gap'))
    if (this.heldAt !== null || !this.isOpen) return
    this.heldAt = index
    // The step 2 is on its way, or something keeps it: the copy is no worse for that, and may come again.
    this.endHold = this.host.clock.after(HOLD_MS, () => this.close(1013, 'too slow'))
    if (this.step1sAsked === 0) this.host.ask(this)
  }

  /** Everything up to here is on disk. */
  save(count: number): void {
    if (count <= this.saved) return
    this.saved = count
    if (this.speaksOurs) this.send(savedFrame(count))
  }

  /** Counts what judging, applying or answering took: a room does not work for one person alone. */
  spend(millis: number): void {
    this.allowance.spend(millis)
    this.allowance.restIfSpent()
  }

  /** Whether it may write under so many client ids that are new to the board. */
  mayClaim(count: number): boolean {
    return count === 0 || this.allowance.claim(count)
  }

  private receivePresence(
    frame: { kind: 'awareness'; entries: Uint8Array } | { kind: 'queryAwareness' },
  ): void {
    if (frame.kind === 'awareness') this.host.hearPresence(this, frame.entries)
    else if (this.allowance.answers.use(1)) this.host.greet(this)
  }

  private receiveStep1(stateVector: Uint8Array): void {
    if (stateVector.length > LIMITS.stateVectorBytes) {
      this.refuse(new Problem('too_large', 'state vector'))
      return
    }
    const isWaiting = this.latestStep1 !== null
    // A later one says all that an earlier one did: only the last is answered.
    this.latestStep1 = stateVector
    if (isWaiting) return
    const wait = Math.max(this.step1s.wait(1), this.allowance.answers.wait(1))
    if (wait === 0) this.answerStep1()
    else this.endThrottle = this.host.clock.after(wait, () => this.answerStep1())
  }

  private answerStep1(): void {
    const stateVector = this.latestStep1
    this.latestStep1 = null
    this.endThrottle = null
    if (!stateVector || !this.isOpen) return
    this.step1s.use(1)
    this.allowance.answers.use(1)
    this.host.answer(this, stateVector)
  }

  private receiveUpdate(update: Uint8Array, isStep2: boolean): void {
    this.received += 1
    const wasAsked = isStep2 && this.step1sAsked > 0
    if (wasAsked) this.step1sAsked -= 1
    // What the room asked for is as long as the room made it.
    const isWithinBudget = wasAsked || this.mayReceive(update.length)
    if (update.length > LIMITS.updateBytes) this.refuse(new Problem('too_large', 'update'))
    else if (!isWithinBudget) this.refuse(new Problem('too_many', 'changes'))
    else this.host.take(this, { update, index: this.received, isStep2 })
  }

  private mayReceive(bytes: number): boolean {
    const { allowance } = this
    const [mine, all] = [this.frames.use(1), allowance.frames.use(1)]
    return mine && all && this.bytes.use(bytes) && allowance.bytes.use(bytes)
  }

  private release(): void {
    this.heldAt = null
    this.endHold?.()
    this.endHold = null
  }

  private end(): void {
    this.isOpen = false
    this.release()
    this.endThrottle?.()
    this.endThrottle = null
    this.latestStep1 = null
  }
}
