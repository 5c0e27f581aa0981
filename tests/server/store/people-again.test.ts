import { expect, it } from 'vitest'
import type { People } from '../../../server/store/contract.ts'
import { openPeople } from '../../../server/store/distributed/board.ts'
import type { Lease } from '../../../server/store/distributed/leases.ts'
import type { RedisLink } from '../../../server/store/distributed/link.ts'

it('[F3] people written again for a Redis that lost them are never older than what is being written', async () => {
  const answers: (() => void)[] = []
  const written: string[] = []
  const link: RedisLink = {
    call: async () => Buffer.from(JSON.stringify({ participants: {}, invited: [] })),
    run: (_script, _keys, args) =>
      new Promise((resolve) => {
        answers.push(() => {
          const people = JSON.parse(String(args[2])) as People
          written.push(people.invited.map((it) => it.name).join())
          resolve([Buffer.from('ours')])
        })
      }),
    onReturn: () => {},
    close: async () => {},
  }
  const lease: Lease = {
    board: 'b1',
    token: '1:a',
    isLost: false,
    confirm: async () => true,
    lose: () => {},
    onRenewed: () => {},
  }
  const people = await openPeople(link, lease)

  const adding = people.update((it) => ({ ...it, invited: [{ id: 'i1', name: 'Ben Okri' }] }))
  const again = people.again()
  const both = Promise.all([adding, again])
  // The answers come last first, as they may from two calls at once.
  let isDone = false
  void both.then(() => {
    isDone = true
  })
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve))
    answers.pop()?.()
  }

  expect(written.at(-1)).toBe('Ben Okri')
})
