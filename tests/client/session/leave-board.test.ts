import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import type { BoardApi } from '../../../client/session/api.ts'
import { choicesKey } from '../../../client/session/kept-choices.ts'
import { type Device, leaveBoard } from '../../../client/session/leave-board.ts'
import { localCopyName, openLocalCopy } from '../../../client/session/local-copy.ts'
import { type MyBoard, openMyBoards } from '../../../client/session/my-boards.ts'
import type { Leave } from '../../../shared/api.ts'
import { Problem, type ProblemCode } from '../../../shared/problem.ts'
import { sessionWorld } from '../../support/session-world.ts'

const boardOf = (id: string, as = 'link1'): MyBoard => ({
  id,
  as,
  title: 'Our response',
  role: 'participant',
  openedAt: 1,
  me: { id: 'ama', name: 'Ama', role: 'participant' },
  epoch: 1,
})

/** A device with two boards on it, and a server that answers as told. */
async function device(refuses: ProblemCode | null = null) {
  const indexedDB = new IDBFactory()
  const boards = openMyBoards(null)
  const asked: { board: string; as: string; how: Leave | undefined }[] = []
  for (const id of ['board1', 'board2']) {
    boards.opened(boardOf(id))
    const copy = openLocalCopy({
      indexedDB,
      name: localCopyName(id, 'ama'),
      epoch: 1,
      tab: 't',
      openTabs: async () => new Set(['t']),
    })
    await copy.load()
    copy.replace(Uint8Array.of(0, 0))
    copy.close()
  }
  const at = (board: string, as: string) => ({
    leave: async (how?: Leave) => {
      asked.push({ board, as, how })
      if (refuses) throw new Problem(refuses, '')
      return { left: true as const }
    },
  })
  const here: Device = { indexedDB, boards, api: { at: at as unknown as (board: string) => BoardApi } }
  const kept = async () => (await indexedDB.databases()).map((it) => it.name)
  return { here, asked, boards, kept }
}

describe('[H6] leaving a board on this device', () => {
  it('ends the grant, wipes the copy, and leaves other boards alone', async () => {
    const { here, asked, boards, kept } = await device()

    await leaveBoard(boardOf('board1'), { device: here })

    expect(asked).toEqual([{ board: 'board1', as: 'link1', how: { forgetDevice: false } }])
    expect(await kept()).toEqual(['due-regard/board2/ama'])
    expect(boards.get().map((it) => it.id)).toEqual(['board2'])
  })

  it('[H6] leaves nothing of what was chosen on it, and keeps the cookie for another way into the same board', async () => {
    const { here, asked, boards } = await device()
    boards.forget('board2', 'link1')
    boards.opened(boardOf('board1', 'link2'))
    const removed: string[] = []
    const localStorage = { removeItem: (key: string) => void removed.push(key) }

    await leaveBoard(boardOf('board1'), { device: { ...here, localStorage } })

    expect(asked.map((it) => it.how)).toEqual([{ forgetDevice: false }])
    expect(removed).toEqual([choicesKey('board1', 'link1')])
    expect(boards.get().map((it) => it.as)).toEqual(['link2'])
  })

  it('leaves no cookie behind with the last of them', async () => {
    const { here, asked } = await device()

    await leaveBoard(boardOf('board1'), { device: here })
    await leaveBoard(boardOf('board2'), { device: here })

    expect(asked.map((it) => it.how)).toEqual([{ forgetDevice: false }, { forgetDevice: true }])
  })

  it('does nothing while the server cannot be asked, unless only this device is meant', async () => {
    const { here, boards, kept } = await device('unreachable')

    await expect(leaveBoard(boardOf('board1'), { device: here })).rejects.toMatchObject({
      code: 'unreachable',
    })
    expect(boards.get()).toHaveLength(2)
    expect(await kept()).toHaveLength(2)

    await leaveBoard(boardOf('board1'), { device: here, onlyHere: true })
    expect(boards.get()).toHaveLength(1)
    expect(await kept()).toHaveLength(1)
  })

  it.each(['board_unknown', 'no_session', 'link_withdrawn', 'board_erased'] as const)(
    'is done where the server says %s',
    async (code) => {
      const { here, boards } = await device(code)

      await leaveBoard(boardOf('board1'), { device: here })

      expect(boards.get().map((it) => it.id)).toEqual(['board2'])
    },
  )

  it('that is open, also while other tabs have it, wipes what all of them kept', async () => {
    const world = sessionWorld()
    const ended: string[] = []
    const leave = async () => void ended.push('grant')
    const ama = await world.visit({ leave })
    const other = await world.visit()
    ama.move('F1', 'due-regard')
    await world.pass(2_000)

    await ama.session.leave()
    await world.settle()

    expect(ended).toEqual(['grant'])
    expect(await world.device.databases()).toEqual([])
    expect(other.session.connection.get()).toMatchObject({ saved: 'saved' })
    other.network.down = true
    other.network.cut()
    other.move('F2', 'due-regard')
    await world.pass(2_000)
    expect(other.session.connection.get()).toMatchObject({ saved: 'unkept' })
    await world.end()
  })
})
