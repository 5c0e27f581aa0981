import { afterEach, describe, expect, it, vi } from 'vitest'
import { movesWords } from '../../../client/views/board/moves-of-others.ts'

const kept = new Map<string, string>()
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
})
const said: string[] = []
vi.mock('../../../client/ui/announcer.tsx', () => ({ announce: (words: string) => said.push(words) }))

const fresh = async () => {
  vi.resetModules()
  return import('../../../client/ui/announcing.ts')
}
afterEach(() => {
  kept.clear()
  said.length = 0
})

describe('[announce-3] how much is announced', () => {
  it('is what concerns me unless I say otherwise, and what goes wrong always', async () => {
    const { announced, isHeard } = await fresh()
    const heard = () => (['assertive', 'always', 'polite', 'aside'] as const).filter(isHeard)

    expect(heard()).toEqual(['assertive', 'always', 'polite'])
    announced.set('errors')
    expect(heard()).toEqual(['assertive', 'always'])
    announced.set('all')
    expect(heard()).toEqual(['assertive', 'always', 'polite', 'aside'])
  })

  it('is remembered on this device', async () => {
    const first = await fresh()
    first.announced.set('all')
    expect((await fresh()).announced.get()).toBe('all')

    kept.set('due-regard/announced', 'nonsense')
    expect((await fresh()).announced.get()).toBe('mine')
  })

  it('tells moves of others together, and only to whoever wants to hear of everything', async () => {
    const { announced } = await import('../../../client/ui/announcing.ts')
    const { openMovesOfOthers: open } = await import('../../../client/views/board/moves-of-others.ts')
    const due: (() => void)[] = []
    const others = open({
      after: (_, run) => {
        due.push(run)
        return () => {}
      },
    })
    const f3 = { by: 'Ben Kaur', reference: 'F3', to: 'Due regard' }
    others.add(f3)
    expect(due).toHaveLength(0)

    announced.set('all')
    others.add(f3)
    others.add({ ...f3, reference: 'F4' })
    expect(due).toHaveLength(1)
    due[0]?.()

    expect(said).toEqual(['Ben Kaur moved 2 statements.'])
  })

  it('names who moved what, and no more than one of many', () => {
    const move = (by: string | null, reference = 'F3') => ({ by, reference, to: 'Due regard' })
    expect(movesWords([move('Ben Kaur')])).toBe('Ben Kaur moved F3 to Due regard.')
    expect(movesWords([move(null)])).toBe('Somebody moved F3 to Due regard.')
    expect(movesWords([move('Ben Kaur'), move('Ama Osei', 'F4')])).toBe(
      'Ben Kaur and one other moved 2 statements.',
    )
    expect(movesWords([move('Ben Kaur'), move('Ama Osei'), move('Eva Lind')])).toBe(
      'Ben Kaur and 2 others moved 3 statements.',
    )
  })
})
