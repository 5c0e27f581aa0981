import { expect, it } from 'vitest'
import { foundIn, parted, written } from '../../../client/panels/import/candidates.ts'
import { openReading } from '../../../client/panels/import/shared-reading.ts'
import {
  applyEdits,
  type Candidates,
  type ReadingPatch,
  type ReadingReply,
} from '../../../shared/imports/candidates.ts'
import { Problem } from '../../../shared/problem.ts'

const REPORT = foundIn([{ text: 'Be open.' }, { text: 'Be kind. Be on time.' }])

/** A server with one report, and pages that look at it; what runs later is run by hand. */
function world() {
  const there = {
    version: 0,
    list: [] as Candidates,
    publication: { title: '', code: '' },
    isUp: true,
    isGone: false,
    isLocked: false,
    calls: [] as string[],
    /** Characters of the largest body that came. */
    most: 0,
  }
  const reply = (since: number): ReadingReply => ({
    id: 'r',
    name: null,
    publication: there.publication,
    version: there.version,
    order: since === there.version ? null : there.list.map((it) => it.id),
    changed: since === there.version ? [] : there.list,
  })
  const page = () => {
    const waiting = new Set<() => void>()
    const guards = new Set<() => boolean>()
    const seen = new Set<() => void>()
    let isHidden = false
    const call = async (path: string, { method = 'GET', body }: { method?: string; body?: unknown } = {}) => {
      there.calls.push(`${method === 'GET' && body ? 'POST' : method} ${path}`)
      if (!there.isUp) throw new Problem('unreachable', '')
      if (there.isLocked) throw new Problem('role_forbids', '')
      if (there.isGone) throw new Problem('item_unknown', '')
      if (method !== 'PATCH') return reply(-1)
      const patch = body as ReadingPatch
      there.version += 1
      there.list = applyEdits(there.list, patch.edits)
      there.publication = patch.publication ?? there.publication
      there.most = Math.max(there.most, JSON.stringify(patch).length)
      return reply(patch.since)
    }
    const later = (_: number, run: () => void) => {
      waiting.add(run)
      return () => void waiting.delete(run)
    }
    const settle = async () => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    }
    const pass = async () => {
      for (const run of Array.from(waiting)) {
        waiting.delete(run)
        run()
      }
      await settle()
    }
    const onLeaving = (asks: () => boolean) => {
      guards.add(asks)
      return () => void guards.delete(asks)
    }
    const asks = () => Array.from(guards).some((it) => it())
    const onVisibility = (changed: () => void) => {
      seen.add(changed)
      return () => void seen.delete(changed)
    }
    const hide = (to: boolean) => {
      isHidden = to
      for (const it of seen) it()
    }
    const hands = {
      call: call as never,
      later,
      page: { onLeaving, onVisibility, isHidden: () => isHidden },
    }
    return { hands, pass, hide, settle, asks, waits: () => waiting.size }
  }
  return { there, page, reply }
}
const textsOf = (list: Candidates) => list.map((it) => it.text)

it('[in-5] two people who go through one report see what the other has done', async () => {
  const { there, page, reply } = world()
  const [ama, ben] = [page(), page()]
  const mine = openReading(ama.hands, { name: null, publication: { title: '', code: '' } })
  mine.run()
  mine.change(REPORT)
  await ama.settle()
  const theirs = openReading(ben.hands, reply(-1))
  theirs.run()

  mine.change(parted(mine.get().candidates, '2', 9, 'n'))
  theirs.change(written(theirs.get().candidates, '1', { setAside: 'Background' }))
  await ama.settle()
  await ben.settle()
  await ama.pass()
  await ben.pass()

  expect(mine.get().candidates).toEqual(there.list)
  expect(theirs.get().candidates).toEqual(there.list)
  expect(textsOf(there.list)).toEqual(['Be open.', 'Be kind.', 'Be on time.'])
  expect(there.list[0]?.setAside).toBe('Background')
  expect(mine.get().is).toBe('saved')
})

it('[in-5] what could not be sent is shown, said to be unsaved, and sent when that works again', async () => {
  const { there, page } = world()
  const ama = page()
  const reading = openReading(ama.hands, { name: null, publication: { title: '', code: '' } })
  reading.run()
  there.isUp = false
  reading.change(REPORT)
  await ama.settle()
  expect([reading.get().is, textsOf(reading.get().candidates)]).toEqual(['not-saved', textsOf(REPORT)])

  there.isUp = true
  await ama.pass()
  expect(reading.get().is).toBe('saved')
  expect(textsOf(there.list)).toEqual(textsOf(REPORT))

  there.isGone = true
  await ama.pass()
  expect([reading.get().is, ama.waits()]).toEqual(['gone', 0])
})

it('[in-5] a change that was on its way when the network went is sent again, and so is a title', async () => {
  const { there, page } = world()
  const ama = page()
  const reading = openReading(ama.hands, { name: null, publication: { title: '', code: '' } })
  reading.run()
  reading.change(REPORT)
  await ama.settle()
  expect(reading.get().is).toBe('saved')

  there.isUp = false
  reading.change(written(reading.get().candidates, '1', { setAside: 'Background' }))
  reading.name({ title: 'A report', code: 'Q' })
  await ama.settle()
  await ama.pass()
  reading.change(written(reading.get().candidates, '1', { text: 'Be candid.' }))
  await ama.settle()
  expect(reading.get()).toMatchObject({
    is: 'not-saved',
    publication: { title: 'A report' },
    candidates: [{ text: 'Be candid.', setAside: 'Background' }, {}],
  })

  there.isUp = true
  await ama.pass()
  expect(reading.get().is).toBe('saved')
  expect(there.list[0]).toMatchObject({ text: 'Be candid.', setAside: 'Background' })
  expect(there.publication).toEqual({ title: 'A report', code: 'Q' })
})

it('[in-5] a long report goes out in parts, each of which a call can carry', async () => {
  const { there, page } = world()
  const ama = page()
  const long = foundIn(Array.from({ length: 150 }, (_, at) => ({ text: `${at} `.padEnd(1_000, 'x') })))
  const reading = openReading(ama.hands, { name: null, publication: { title: '', code: '' } })
  reading.run()

  reading.change(long)
  await ama.settle()

  expect(there.list).toEqual(long)
  expect(there.most).toBeLessThan(64_000)
})

it('[in-5] what is typed last is sent by a page that closes', async () => {
  const { there, page, reply } = world()
  const ama = page()
  const reading = openReading(ama.hands, reply(-1))
  reading.run()
  reading.name({ title: 'A report', code: 'Q' })

  reading.close()
  await ama.settle()

  expect(there.publication).toEqual({ title: 'A report', code: 'Q' })
  expect(ama.waits()).toBe(0)
})

it('[in-5] what a closed page has not sent is tried until it is, and leaving before asks first', async () => {
  const { there, page } = world()
  const ama = page()
  const reading = openReading(ama.hands, { name: null, publication: { title: '', code: '' } })
  reading.run()
  expect(ama.asks()).toBe(false)
  there.isUp = false
  reading.change(REPORT)
  await ama.settle()

  reading.close()
  await ama.settle()
  await ama.pass()
  expect([ama.asks(), ama.waits()]).toEqual([true, 1])

  there.isUp = true
  await ama.pass()
  expect(textsOf(there.list)).toEqual(textsOf(REPORT))
  expect([ama.asks(), ama.waits()]).toEqual([false, 0])
})

it('[in-5] what the server refuses is said to be refused, and not tried again', async () => {
  const { there, page } = world()
  const ama = page()
  const reading = openReading(ama.hands, { name: null, publication: { title: '', code: '' } })
  reading.run()
  there.isLocked = true

  reading.change(REPORT)
  await ama.settle()
  expect([reading.get().is, ama.waits(), ama.asks()]).toEqual(['refused', 0, true])

  reading.close()
  await ama.settle()
  expect([there.calls.length, ama.waits(), ama.asks()]).toEqual([1, 0, false])
})

it('[in-5] a hidden page asks for nothing, sends what it has, and asks at once when it is shown', async () => {
  const { there, page, reply } = world()
  const ama = page()
  const reading = openReading(ama.hands, reply(-1))
  reading.run()
  ama.hide(true)
  await ama.pass()
  await ama.pass()
  expect(there.calls).toEqual([])

  reading.change(REPORT)
  await ama.settle()
  expect(there.calls).toEqual(['PATCH /candidates/r'])
  ama.hide(false)
  await ama.settle()
  expect(there.calls).toEqual(['PATCH /candidates/r', 'GET /candidates/r'])
  expect(ama.waits()).toBe(1)

  reading.close()
  ama.hide(false)
  await ama.settle()
  expect(there.calls).toHaveLength(2)
})
