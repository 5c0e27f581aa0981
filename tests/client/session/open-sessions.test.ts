import { describe, expect, it } from 'vitest'
import { holdSession } from '../../../client/session/open-sessions.ts'
import { Problem } from '../../../shared/problem.ts'
import { localSession } from '../../support/local-session.ts'

const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('the sessions of a page', () => {
  it('are opened once for all who look, and closed after the last of them', async () => {
    const local = localSession()
    let opened = 0
    const opener = async () => {
      opened += 1
      return local.session
    }
    const one = holdSession('b1', 'l1', opener)
    const two = holdSession('b1', 'l1', opener)
    expect(await one.session).toBe(await two.session)
    one.release()
    one.release()
    await turn()
    expect(local.world.said.closed).toBe(false)
    two.release()
    await turn()
    expect([opened, local.world.said.closed]).toEqual([1, true])
  })

  it('survive StrictMode letting go and taking hold again in one turn', async () => {
    const local = localSession()
    const first = holdSession('b2', 'l1', async () => local.session)
    first.release()
    const second = holdSession('b2', 'l1', async () => {
      throw new Error('opened twice')
    })
    await turn()
    expect(await second.session).toBe(local.session)
    expect(local.world.said.closed).toBe(false)
    second.release()
    await turn()
    expect(local.world.said.closed).toBe(true)
  })

  it('one that could not be opened is tried again by the next', async () => {
    const local = localSession()
    const first = holdSession('b3', 'l1', async () => {
      throw new Problem('unreachable', '')
    })
    await expect(first.session).rejects.toMatchObject({ code: 'unreachable' })
    first.release()
    const second = holdSession('b3', 'l1', async () => local.session)
    expect(await second.session).toBe(local.session)
    second.release()
    await turn()
    expect(local.world.said.closed).toBe(true)
  })
})
