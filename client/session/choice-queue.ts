/**
 * My choices on their way to the server: kept on this device until it has them, sent one after the other.
 *
 * The last choice of a statement is the one that is sent. Plain HTTP, so it works where live connections
 * are blocked. What the server refuses for good is said and kept no longer.
 */
import type { BoardId, LinkId, StatementId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { ANSWERS, type Answer } from '../../shared/consult/answers.ts'
import type { ChoiceReply } from '../../shared/consult/calls.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../../shared/problem.ts'
import { choicesKey } from './kept-choices.ts'
import type { Page } from './page.ts'
import { reconnectDelay } from './reconnect.ts'
import { cell } from './watched.ts'

export interface WaitingChoice {
  vote: number
  statement: StatementId
  choice: Answer | null
}

export interface QueueView {
  waiting: ReadonlyMap<StatementId, WaitingChoice>
  /** Whether the last attempt came through, or none has failed since. */
  reaches: boolean
  /** False where this browser keeps nothing: close the tab and what waits is gone. */
  keeps: boolean
}

export interface ChoiceQueue {
  get(): QueueView
  subscribe(changed: () => void): () => void
  choose(choice: WaitingChoice): void
  /** Sends what waits, now and whenever there is a network, until the function it gives back is called. */
  run(): () => void
}

export interface QueueOptions {
  board: BoardId
  as: LinkId
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null
  clock: Clock
  page: Pick<Page, 'onOnline' | 'onLeaving'>
  send(choice: WaitingChoice): Promise<ChoiceReply>
  /** The server has it, with what it made of it. */
  saved(reply: ChoiceReply): void
  refused(choice: WaitingChoice, because: ProblemCode): void
}

export function openChoiceQueue(options: QueueOptions): ChoiceQueue {
  const { storage, clock, page, send, saved, refused } = options
  const key = choicesKey(options.board, options.as)
  const view = cell<QueueView>({ waiting: read(storage, key), reaches: true, keeps: storage !== null })
  let isSending = false
  let failures = 0
  let cancel: (() => void) | null = null
  let isRunning = false

  function put(waiting: ReadonlyMap<StatementId, WaitingChoice>, reaches: boolean): void {
    let keeps = storage !== null
    try {
      if (waiting.size > 0) storage?.setItem(key, JSON.stringify([...waiting.values()]))
      else storage?.removeItem(key)
    } catch {
      keeps = false
    }
    view.set({ waiting, reaches, keeps })
  }

  /** Out of the queue, unless the person has chosen otherwise meanwhile. */
  function drop(choice: WaitingChoice, reaches: boolean): void {
    const waiting = new Map(view.get().waiting)
    if (waiting.get(choice.statement) === choice) waiting.delete(choice.statement)
    put(waiting, reaches)
  }

  async function drain(): Promise<void> {
    if (isSending || !isRunning) return
    isSending = true
    cancel?.()
    cancel = null
    for (;;) {
      const [choice] = view.get().waiting.values()
      if (!choice || !isRunning) break
      try {
        const reply = await send(choice)
        failures = 0
        drop(choice, true)
        saved(reply)
      } catch (error) {
        const because = error instanceof Problem ? error.code : 'internal'
        if (PROBLEMS[because].retry) {
          failures += 1
          put(view.get().waiting, false)
          if (isRunning) cancel = clock.after(reconnectDelay(failures, clock), () => void drain())
          break
        }
        drop(choice, true)
        refused(choice, because)
      }
    }
    isSending = false
  }

  return {
    get: view.get,
    subscribe: view.subscribe,
    choose(choice) {
      // At the end of the line, whatever was chosen for it before.
      const waiting = new Map(view.get().waiting)
      waiting.delete(choice.statement)
      put(waiting.set(choice.statement, choice), view.get().reaches)
      void drain()
    },
    run() {
      isRunning = true
      const ends = [
        page.onOnline(() => void drain()),
        page.onLeaving(() => !view.get().keeps && view.get().waiting.size > 0),
      ]
      void drain()
      return () => {
        isRunning = false
        cancel?.()
        for (const end of ends) end()
      }
    },
  }
}

function read(storage: QueueOptions['storage'], key: string): Map<StatementId, WaitingChoice> {
  try {
    const list: unknown = JSON.parse(storage?.getItem(key) ?? '[]')
    const kept = Array.isArray(list) ? list.filter(isWaiting) : []
    return new Map(kept.map((it) => [it.statement, it]))
  } catch {
    return new Map()
  }
}

function isWaiting(it: Partial<WaitingChoice> | null): it is WaitingChoice {
  return (
    typeof it === 'object' &&
    it !== null &&
    typeof it.vote === 'number' &&
    typeof it.statement === 'string' &&
    (it.choice === null || (ANSWERS as readonly unknown[]).includes(it.choice))
  )
}
