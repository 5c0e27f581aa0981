import { describe, expect, it } from 'vitest'
import { PHASES, type Phase, ROLES, type Role } from '../../shared/board.ts'
import { MAP_ROOTS, type Root, TEXT_ROOTS } from '../../shared/doc/board-doc.ts'
import { type Circumstances, readRefusal, writeRefusal } from '../../shared/policy.ts'

const at = (phase: Phase, more: Partial<Circumstances> = {}): Circumstances => ({
  phase,
  locked: false,
  isDecided: () => false,
  isUnderVote: () => false,
  ...more,
})
const somebody = (role: Role) => ({ role, participant: 'p1' })
const placed = { column: 'new-action', order: 'a1' }

/** A change of each root that its own rules beyond the table would let through. */
const ordinary: Record<Root, { key: string; from?: unknown; to?: unknown }> = {
  board: { key: 'title', from: 'Old', to: 'New' },
  statements: {
    key: 'F1',
    from: { source: 'F', number: '1', text: 'Was.' },
    to: { source: 'F', number: '1', text: 'Is.' },
  },
  placements: { key: 'F1', to: placed },
  responses: { key: 'F1/evidence', to: 'Seen.' },
  plan: { key: 'action/a1/status', to: 'done' },
  comments: { key: 'p1/c1', to: { on: 'F1', text: 'Yes.' } },
  facilitation: { key: 'focus', to: { statement: 'F1' } },
  live: { key: 'phase', to: 'open' },
  why: { key: 'F1' },
  paper: { key: 'purpose' },
}

describe('policy', () => {
  it('[write-1] is the table, cell by cell', () => {
    const rows = [...MAP_ROOTS, ...TEXT_ROOTS].map((root) => [
      root,
      ...PHASES.map((phase) =>
        ROLES.filter((role) => writeRefusal(somebody(role), { root, ...ordinary[root] }, at(phase)) === null)
          .map((role) => role[0]?.toUpperCase())
          .join(''),
      ),
    ])

    expect(rows).toEqual([
      ['board', 'F', 'F', 'F', ''],
      ['statements', 'F', 'F', 'F', ''],
      ['placements', 'F', 'FP', 'F', ''],
      ['responses', 'F', 'FP', 'F', 'F'],
      ['plan', 'F', 'FP', 'F', 'F'],
      ['comments', 'F', 'FPR', 'FPR', 'FR'],
      ['facilitation', 'F', 'F', 'F', 'F'],
      ['live', '', '', '', ''],
      ['why', 'F', 'FP', 'F', ''],
      ['paper', 'F', 'F', 'F', 'F'],
    ])
  })

  it('[read-1] while a board is being prepared facilitators alone read it, and everybody does afterwards', () => {
    const readers = PHASES.map((phase) => ROLES.filter((role) => readRefusal(role, { phase }) === null))

    expect(readers).toEqual([['facilitator'], ROLES, ROLES, ROLES])
  })

  it('[move-7] while locked a facilitator alone moves statements', () => {
    const move = { root: 'placements', key: 'F1', to: placed } as const
    expect(writeRefusal(somebody('participant'), move, at('open', { locked: true }))).toBe('board_locked')
    expect(writeRefusal(somebody('facilitator'), move, at('open', { locked: true }))).toBeNull()
  })

  it('[move-6] nobody moves a decided statement or one under an open vote', () => {
    const move = { root: 'placements', key: 'F1', to: placed } as const
    const decided = at('open', { isDecided: (id) => id === 'F1' })
    const voting = at('open', { isUnderVote: (id) => id === 'F1' })
    expect(writeRefusal(somebody('facilitator'), move, decided)).toBe('statement_decided')
    expect(writeRefusal(somebody('facilitator'), move, voting)).toBe('vote_open')
    expect(writeRefusal(somebody('participant'), { ...move, key: 'F2' }, decided)).toBeNull()
  })

  it('[move-5] a placement is never taken away', () => {
    const taken = { root: 'placements', key: 'F1', from: placed, to: undefined } as const
    expect(writeRefusal(somebody('facilitator'), taken, at('open'))).toBe('role_forbids')
  })

  it('[write-3] source and number of a statement change only while preparing', () => {
    const renumbered = {
      root: 'statements',
      key: 'F1',
      from: { source: 'F', number: '1', text: 'Was.' },
      to: { source: 'F', number: '2', text: 'Was.' },
    } as const
    expect(writeRefusal(somebody('facilitator'), renumbered, at('open'))).toBe('phase_forbids')
    expect(writeRefusal(somebody('facilitator'), renumbered, at('preparing'))).toBeNull()
  })

  it('[write-4] nobody writes under another’s id, and a facilitator may only withdraw there', () => {
    const theirs = { root: 'comments', key: 'p2/c1', from: { on: 'F1', text: 'Mine.' } } as const
    expect(writeRefusal(somebody('participant'), { ...theirs, to: undefined }, at('open'))).toBe(
      'role_forbids',
    )
    expect(writeRefusal(somebody('facilitator'), { ...theirs, to: undefined }, at('open'))).toBeNull()
    expect(
      writeRefusal(somebody('facilitator'), { ...theirs, to: { on: 'F1', text: 'Yours.' } }, at('open')),
    ).toBe('role_forbids')
  })

  it('[write-4] an id that begins like mine is not mine', () => {
    const { participant } = somebody('participant')
    const theirs = { root: 'comments', key: `${participant}x/c1`, to: { on: 'F1', text: 'Yes.' } } as const
    expect(writeRefusal(somebody('participant'), theirs, at('open'))).toBe('role_forbids')
  })

  it('[write-4] a comment whose own id is “answer” is a comment', () => {
    const { participant } = somebody('participant')
    const own = { root: 'comments', key: `${participant}/answer`, to: { on: 'F1', text: 'Yes.' } } as const
    expect(writeRefusal(somebody('participant'), own, at('open'))).toBeNull()
    expect(writeRefusal(somebody('facilitator'), { ...own, key: 'p2/answer' }, at('open'))).toBe(
      'role_forbids',
    )
  })

  it('[write-4] an answer is a facilitator’s, and may be taken away by whose comment it is on', () => {
    const given = { answer: 'accepted', because: 'It is right.' }
    const answer = { root: 'comments', key: 'p2/c1/answer', to: given } as const
    const own = { root: 'comments', key: `${somebody('reviewer').participant}/c1/answer` } as const

    for (const phase of ['review', 'agreed'] as const) {
      expect(writeRefusal(somebody('facilitator'), answer, at(phase))).toBeNull()
      expect(writeRefusal(somebody('reviewer'), answer, at(phase))).toBe('role_forbids')
      expect(writeRefusal(somebody('reviewer'), { ...own, to: given }, at(phase))).toBe('role_forbids')
      expect(writeRefusal(somebody('reviewer'), { ...own, from: given }, at(phase))).toBeNull()
    }
  })

  it('[write-6] once agreed only what happens to the plan is written', () => {
    const refused = (key: string) =>
      writeRefusal(somebody('facilitator'), { root: 'plan', key, to: 'x' }, at('agreed'))
    expect(refused('action/a1/progress/2027-05-01')).toBeNull()
    expect(refused('action/a1/due')).toBe('phase_forbids')
    expect(refused('action/a1/dueExpected')).toBeNull()
  })
})
