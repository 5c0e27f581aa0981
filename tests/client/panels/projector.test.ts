import { describe, expect, it } from 'vitest'
import { timerWords } from '../../../client/ui/clock-words.ts'
import { type Arrival, arrivalsAfter, shownIn } from '../../../client/views/projector/latest.ts'
import { projectorDoor, type Surroundings } from '../../../client/views/projector/projector-door.ts'
import type { JoinReply, LinkReply } from '../../../shared/api.ts'
import type { Role } from '../../../shared/board.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { Problem } from '../../../shared/problem.ts'
import { boardWith } from '../../support/boards.ts'

describe('what has just come', () => {
  it('is what was seen to move, newest first, and each statement once', () => {
    const doc = boardWith(4)
    const reads = openReads(doc)
    const move = (id: string, to: 'new-action' | 'due-regard') => {
      const was = reads.snapshot()
      moveStatement(doc, id, spotAt(was, to, 99))
      return was
    }
    let seen: readonly Arrival[] = arrivalsAfter([], null, reads.snapshot())
    expect(seen).toEqual([])

    for (const [id, to] of [
      ['F1', 'new-action'],
      ['F2', 'due-regard'],
      ['F1', 'due-regard'],
    ] as const) {
      const was = move(id, to)
      seen = arrivalsAfter(seen, was, reads.snapshot())
    }

    expect(seen).toEqual([
      { id: 'F1', column: 'due-regard', from: 'new-action' },
      { id: 'F2', column: 'due-regard', from: 'unsorted' },
    ])
    expect(shownIn(reads.snapshot(), 'due-regard', seen, 3)).toEqual(['F1', 'F2'])
    expect(shownIn(reads.snapshot(), 'unsorted', seen, 3)).toEqual(['F4', 'F3'])
  })

  it('counts down to nothing and not past it', () => {
    expect([160_000, 1, 0].map(timerWords)).toEqual(['2:40', '0:01', '0:00'])
  })
})

describe('[screen-1] the projector’s way in', () => {
  const link = (id: string, role: Role): LinkReply => ({
    id,
    role,
    path: `/b/b1#${id}.${'k'.repeat(24)}`,
    createdAt: 0,
  })
  const links = [link('part', 'participant'), link('view', 'observer')]

  function browser(options: {
    address?: string
    grants?: { as: string; role: Role }[]
    roleOf?: Role
    away?: number
  }) {
    const at = new URL(options.address ?? '/b/b1/present', 'https://board.example')
    const said: string[] = []
    let away = options.away ?? 0
    let key = /^#([^&]+\.[^&]+)/.exec(at.hash)?.[1] ?? null
    const kept = new Map<string, string>()
    const here = {
      location: at,
      replaceUrl(url: string) {
        at.href = new URL(url, at).href
        said.push(url)
      },
      linkKeys: {
        of: () => key,
        drop: () => {
          key = null
        },
      },
      boards: {
        get: () =>
          (options.grants ?? []).map((it) => ({
            ...it,
            id: 'b1',
            title: '',
            openedAt: 0,
            epoch: 1,
            me: { id: 'x', name: 'Ama', role: it.role },
          })),
      },
      api: {
        join: async (_board: string, { key: given }: { key: string }): Promise<JoinReply> => {
          if (away > 0) {
            away -= 1
            throw new Problem('unreachable', '')
          }
          const role = options.roleOf ?? 'observer'
          return {
            participant: { id: 'p', name: '', role },
            role,
            board: 'b1',
            as: given.split('.')[0] ?? '',
          }
        },
        at: () => ({ links: async () => links }),
      } as unknown as Surroundings['api'],
      kept: {
        getItem: (name: string) => kept.get(name) ?? null,
        setItem: (name: string, it: string) => kept.set(name, it),
      },
    } satisfies Surroundings
    return { here, at, said }
  }

  it('comes by a view only link, shows what it was handed to join by, and keeps no key in the address', async () => {
    const { here, at } = browser({
      address: `/b/b1/present#view.${'k'.repeat(24)}&join=part.${'j'.repeat(24)}`,
    })

    expect(await projectorDoor('b1', here)).toEqual({
      as: 'view',
      joinUrl: `https://board.example/b/b1#part.${'j'.repeat(24)}`,
    })
    expect(at.search + at.hash).toBe('?as=view')
  })

  it('[link-2] makes a grant of its own where the facilitator’s browser opens it', async () => {
    const { here, at } = browser({ grants: [{ as: 'fac', role: 'facilitator' }] })

    expect(await projectorDoor('b1', here)).toEqual({
      as: 'view',
      joinUrl: `https://board.example/b/b1#part.${'k'.repeat(24)}`,
    })
    expect(at.search).toBe('?as=view')
  })

  it('never opens by a facilitator’s or participant’s link, whatever the address says', async () => {
    const asked = browser({
      address: '/b/b1/present?as=fac',
      grants: [{ as: 'fac', role: 'facilitator' }],
    })
    expect((await projectorDoor('b1', asked.here)).as).toBe('view')

    const own = browser({ address: '/b/b1/present?as=part', grants: [{ as: 'part', role: 'participant' }] })
    await expect(projectorDoor('b1', own.here)).rejects.toMatchObject({ code: 'no_session' })

    const pasted = browser({ address: `/b/b1/present#part.${'k'.repeat(24)}`, roleOf: 'participant' })
    await expect(projectorDoor('b1', pasted.here)).rejects.toMatchObject({ code: 'link_invalid' })
  })

  it('[screen-2] asks again with the same key when the server was away', async () => {
    const { here } = browser({ address: `/b/b1/present#view.${'k'.repeat(24)}`, away: 1 })

    await expect(projectorDoor('b1', here)).rejects.toMatchObject({ code: 'unreachable' })
    expect(await projectorDoor('b1', here)).toMatchObject({ as: 'view' })
  })

  it('says that it has not joined where nothing lets it in', async () => {
    await expect(projectorDoor('b1', browser({}).here)).rejects.toMatchObject({ code: 'no_session' })
  })
})
