import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AskedPack, Chosen, Question } from '../../../client/views/choices/asked.ts'
import { ChoicesView } from '../../../client/views/choices/choices-view.tsx'
import type { StatementReply } from '../../../shared/api.ts'
import { COLUMNS } from '../../../shared/columns.ts'

const mine = vi.hoisted(() => ({ chosen: new Map<string, unknown>(), choose: vi.fn() }))
vi.mock('../../../client/views/choices/use-choices.ts', () => ({
  useChoices: () => ({ ...mine, waiting: 0, reaches: true, keeps: true }),
}))

const asked = (id: string, open = true): Question => ({
  vote: 1,
  statement: { id, ref: id, text: `What ${id} says` } as StatementReply,
  open,
  deadline: null,
})
const pack = (title: string, ...questions: Question[]): AskedPack => ({ title, questions })
const answered = (...ids: string[]) => {
  for (const id of ids) mine.chosen.set(id, { choice: 'due-regard', late: false } satisfies Chosen)
}
const page = (...packs: AskedPack[]) => (
  <ChoicesView
    board="b1"
    as="l1"
    title="Our response"
    packs={packs}
    columns={COLUMNS}
    mine={[]}
    asOf={0}
    turns={{ current: 0 }}
    onMoved={() => {}}
    back={null}
    who={() => null}
  />
)
const heading = () => screen.getByRole('heading', { level: 2 }).textContent
const partTwo = () => screen.queryByRole('button', { name: 'Part 2: Second' })

beforeEach(() => {
  mine.chosen = new Map()
  mine.choose.mockReset()
})
afterEach(cleanup)

it('[vote-11] results that are shown meanwhile keep nobody from the next part, nor from the end', () => {
  const first = pack('First', asked('F1', false), asked('F2'))
  const second = pack('Second', asked('F4'), asked('F5'))
  const look = () => page(first, second)
  answered('F4')
  const { rerender } = render(look())
  expect(heading()).toBe('F2')
  expect(partTwo()).toBeNull()

  answered('F2')
  rerender(look())
  const far = screen.getByLabelText('How far you are').textContent
  expect(far).toContain('1 of 2 answered, and no other can be any more')
  fireEvent.click(partTwo() as HTMLElement)
  expect(heading()).toBe('F5')

  answered('F5')
  rerender(look())
  expect(screen.getByText('Thank you, that is all.')).toBeTruthy()
})

it('a key that is held down answers one statement', () => {
  render(page(pack('First', asked('F1'), asked('F2'))))
  fireEvent.keyDown(document.body, { key: '1' })
  fireEvent.keyDown(document.body, { key: '1', repeat: true })
  expect(mine.choose).toHaveBeenCalledTimes(1)
})
