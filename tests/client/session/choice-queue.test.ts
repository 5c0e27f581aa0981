import { expect, test, vi } from 'vitest'
import {
  openChoiceQueue,
  type QueueOptions,
  type WaitingChoice,
} from '../../../client/session/choice-queue.ts'
import { forgetChoices } from '../../../client/session/kept-choices.ts'
import { notCounted } from '../../../client/views/choices/asked.ts'
import { Problem } from '../../../shared/problem.ts'
import { manualClock } from '../../support/manual-clock.ts'

function world() {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  const clock = manualClock()
  const network = { isThere: true, refuses: null as Problem | null }
  const onServer = new Map<string, string | null>()
  const sent: WaitingChoice[] = []
  const saved = vi.fn()
  const refused = vi.fn()
  let online = () => {}
  const options: QueueOptions = {
    board: 'b1',
    as: 'l1',
    storage,
    clock,
    page: {
      onOnline: (heard) => {
        online = heard
        return () => {}
      },
      onLeaving: () => () => {},
    },
    send: async (choice) => {
      if (!network.isThere) throw new Problem('unreachable', '')
      if (network.refuses) throw network.refuses
      sent.push(choice)
      onServer.set(choice.statement, choice.choice)
      return { statement: choice.statement, round: 1, choice: choice.choice, late: false }
    },
    saved,
    refused,
  }
  return { kept, clock, network, onServer, sent, saved, refused, options, storage, online: () => online() }
}

function opened(options: QueueOptions) {
  const queue = openChoiceQueue(options)
  return { queue, stop: queue.run() }
}

const choice = (statement: string, of: WaitingChoice['choice']): WaitingChoice => ({
  vote: 1,
  statement,
  choice: of,
})

test('[vote-10] a choice is sent at once, and nothing of it stays here', async () => {
  const { options, clock, onServer, kept, saved } = world()
  const { queue } = opened(options)

  queue.choose(choice('F1', 'new-action'))
  expect(queue.get().waiting.size).toBe(1)
  await clock.advance(0)

  expect(onServer.get('F1')).toBe('new-action')
  expect(queue.get()).toMatchObject({ reaches: true })
  expect([queue.get().waiting.size, kept.size, saved.mock.calls.length]).toEqual([0, 0, 1])
})

test('[vote-10] without a network it is kept, outlives the page, and the last word of each is sent', async () => {
  const { options, clock, network, onServer, sent, kept } = world()
  network.isThere = false
  const { queue: before, stop } = opened(options)
  before.choose(choice('F1', 'new-action'))
  before.choose(choice('F2', 'due-regard'))
  before.choose(choice('F1', null))
  await clock.advance(0)
  expect(before.get().reaches).toBe(false)
  stop()
  expect(kept.size).toBe(1)

  const { queue: after } = opened(options)
  expect([...after.get().waiting.keys()].sort()).toEqual(['F1', 'F2'])
  network.isThere = true
  await clock.advance(60_000)

  expect(Object.fromEntries(onServer)).toEqual({ F1: null, F2: 'due-regard' })
  expect(sent.filter((it) => it.statement === 'F1')).toHaveLength(1)
  expect(kept.size).toBe(0)
})

test('[vote-10] it goes as soon as the device has a network again', async () => {
  const { options, clock, network, onServer, online } = world()
  network.isThere = false
  const { queue } = opened(options)
  queue.choose(choice('F1', 'new-action'))
  await clock.advance(0)
  network.isThere = true
  online()
  await clock.advance(0)
  expect(onServer.get('F1')).toBe('new-action')
})

test('what was chosen anew while the first was on its way is sent as well', async () => {
  const { options, clock, onServer } = world()
  const { queue } = opened(options)
  queue.choose(choice('F1', 'new-action'))
  queue.choose(choice('F1', 'due-regard'))
  await clock.advance(0)
  expect(onServer.get('F1')).toBe('due-regard')
  expect(queue.get().waiting.size).toBe(0)
})

test.each(['phase_forbids', 'round_lost', 'item_unknown'] as const)(
  '[vote-10] what the server refuses for good (%s) is said once and not sent again',
  async (because) => {
    const { options, clock, network, refused, kept } = world()
    network.refuses = new Problem(because, '')
    const { queue } = opened(options)
    queue.choose(choice('F1', 'new-action'))
    await clock.advance(60_000)
    expect(refused).toHaveBeenCalledExactlyOnceWith(choice('F1', 'new-action'), because)
    expect(notCounted(because)).toMatch(/cannot be changed|not counted/)
    expect(kept.size).toBe(0)
  },
)

test('a full or forbidden storage is said, and what is kept badly is passed over', async () => {
  const { options, network } = world()
  network.isThere = false
  const full = {
    getItem: () => '[{"vote":"x"},null,7]',
    setItem: () => {
      throw new Error('full')
    },
    removeItem: () => {},
  }
  const queue = opened({ ...options, storage: full }).queue
  expect(queue.get().waiting.size).toBe(0)
  queue.choose(choice('F1', 'new-action'))
  expect(queue.get().keeps).toBe(false)
})

test('[H6] who leaves a shared computer leaves no choice on it', async () => {
  const { options, network, kept, storage } = world()
  network.isThere = false
  opened(options).queue.choose(choice('F1', 'new-action'))
  expect(kept.size).toBe(1)
  forgetChoices(storage, 'b1', 'l1')
  expect(kept.size).toBe(0)
})

test('stopped and run again it goes on, as a page that is drawn twice does', async () => {
  const { options, clock, onServer } = world()
  const { queue, stop } = opened(options)
  stop()
  queue.choose(choice('F1', 'new-action'))
  await clock.advance(60_000)
  expect(onServer.size).toBe(0)
  queue.run()
  await clock.advance(0)
  expect(onServer.get('F1')).toBe('new-action')
})
