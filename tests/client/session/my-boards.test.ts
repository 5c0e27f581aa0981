import { describe, expect, it } from 'vitest'
import { type MyBoard, openMyBoards } from '../../../client/session/my-boards.ts'

const board = (id: string, as = 'l1', openedAt = 1): MyBoard => ({
  id,
  title: `Board ${id}`,
  role: 'participant',
  as,
  openedAt,
  me: { id: 'ama', name: 'Ama', role: 'participant' },
  epoch: 1,
})

function memory(text: string | null = null) {
  let kept = text
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value
    },
  }
}

describe('the boards opened on this device', () => {
  it('are listed newest first, one line a board and link', () => {
    const mine = openMyBoards(memory())
    mine.opened(board('b1'))
    mine.opened(board('b2'))
    mine.opened(board('b1', 'l2'))
    mine.opened(board('b1', 'l1', 9))
    expect(mine.get().map((it) => `${it.id} ${it.as}`)).toEqual(['b1 l1', 'b1 l2', 'b2 l1'])
    expect(mine.find('b1')?.openedAt).toBe(9)
    expect(mine.find('b1', 'l2')?.openedAt).toBe(1)
  })

  it('are there on the next visit, and shared with other tabs', () => {
    const storage = memory()
    const one = openMyBoards(storage)
    const two = openMyBoards(storage)
    one.opened(board('b1'))
    two.opened(board('b2'))
    expect(
      openMyBoards(storage)
        .get()
        .map((it) => it.id),
    ).toEqual(['b2', 'b1'])
    two.forget('b1')
    expect(
      openMyBoards(storage)
        .get()
        .map((it) => it.id),
    ).toEqual(['b2'])
  })

  it('hold no key of a link', () => {
    const storage = memory()
    openMyBoards(storage).opened(board('b1'))
    expect(Object.keys(JSON.parse(storage.getItem() ?? '[]')[0]).sort()).toEqual([
      'as',
      'epoch',
      'id',
      'me',
      'openedAt',
      'role',
      'title',
    ])
  })

  it.each([['not json'], ['{}'], ['[1,null,{"id":"../x"}]'], ['[{"id":"b1","as":"l1"}]']])(
    'what somebody else wrote there (%s) is passed over',
    (text) => {
      expect(openMyBoards(memory(text)).get()).toEqual([])
    },
  )

  it('[H1] live as long as the page where storage is missing or full', () => {
    const without = openMyBoards(null)
    without.opened(board('b1'))
    expect(without.get()).toHaveLength(1)
    const full = openMyBoards({
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
    })
    full.opened(board('b1'))
    expect(full.get()).toHaveLength(1)
  })
})
