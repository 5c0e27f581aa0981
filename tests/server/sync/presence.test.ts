import { describe, expect, it } from 'vitest'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { FRAME, KEEP_ALIVE_MS } from '../../../shared/wire.ts'
import { awarenessFrameOf, openScene, type Peer } from '../../support/rooms.ts'

const holding = (statement: string) => ({
  hold: { statement, over: 'due-regard', slot: 0, x: 0.5, y: 0.5 },
})
const inDueRegard = { column: 'due-regard', above: null, below: null } as const

const seen = (by: Peer, of: Peer) =>
  by.heard.presence.get(of.doc.clientID) as Record<string, unknown> | undefined

async function threePeople() {
  const scene = await openScene()
  const ama = scene.join('ama')
  const ben = scene.join('ben')
  const cyd = scene.join('cyd', 'facilitator')
  await scene.settle()
  return { scene, ama, ben, cyd }
}

describe('presence', () => {
  it('[live-1][C15] is stamped with who it is, whatever it says', async () => {
    const { scene, ama, ben } = await threePeople()

    ama.sendPresence({ looking: 'F1', who: 'ben', role: 'facilitator' })
    await scene.settle()

    expect(seen(ben, ama)).toEqual({ looking: 'F1', who: 'ama', role: 'participant' })
  })

  it('[live-1][C15] is nobody else’s to say, neither who is there nor who was', async () => {
    const { scene, ama, ben, cyd } = await threePeople()
    ben.sendPresence({ looking: 'F2' })
    await scene.settle()

    ama.sendPresence({ looking: 'F1' })
    ama.sendPresence({ looking: 'F3' }, 99, ben.doc.clientID)
    await scene.settle()
    expect(seen(cyd, ben)).toMatchObject({ looking: 'F2', who: 'ben' })

    ben.drop()
    await scene.settle()
    const zoe = scene.join('zoe')
    zoe.sendPresence({ looking: 'F3' }, 1, ben.doc.clientID)
    await scene.settle()
    expect(seen(cyd, ben)).toBeNull()
  })

  it('[live-4] is not for observers, who are told neither who is here nor in whose hand a card is', async () => {
    const { scene, ama, ben } = await threePeople()
    const early = scene.join('oli', 'observer')
    await scene.settle()
    ama.sendPresence(holding('F1'))
    ben.sendPresence({ looking: 'F2' })
    await scene.settle()

    const late = scene.join('pam', 'observer')
    late.up.push(Uint8Array.of(FRAME.queryAwareness))
    await scene.settle()
    ama.sendPresence({ ...holding('F1'), looking: 'F3' }, 2)
    ben.drop()
    await scene.settle()

    for (const observer of [early, late]) expect([...observer.heard.presence]).toEqual([])
    expect([early.closedWith, late.closedWith]).toEqual([null, null])
  })

  it('[C15] is never sent back to whom it came from', async () => {
    const { scene, ama } = await threePeople()

    ama.sendPresence({ looking: 'F1' })
    await scene.settle()

    expect(ama.heard.presence.has(ama.doc.clientID)).toBe(false)
  })

  it('[C15] passes over what a provider relays of others, and clocks no provider counts to', async () => {
    const { scene, ama, ben, cyd } = await threePeople()
    ben.sendPresence({ looking: 'F2' })
    await scene.settle()

    const relayed = {
      client: ben.doc.clientID,
      clock: Date.UTC(2027, 0, 2),
      state: { looking: 'F3', who: 'ben' },
    }
    ama.up.push(awarenessFrameOf([relayed, { client: 4, clock: 2 ** 50, state: {} }]))
    ama.sendPresence({ looking: 'F1' })
    await scene.settle()

    expect(ama.closedWith).toBeNull()
    expect(seen(cyd, ama)).toMatchObject({ looking: 'F1' })
    expect(seen(cyd, ben)).toMatchObject({ looking: 'F2' })
    expect(cyd.heard.presence.has(4)).toBe(false)
  })

  it('[C15] of no known shape is somebody who says nothing', async () => {
    const { scene, ama, ben } = await threePeople()

    ama.sendPresence({ user: { name: '<script>' } })
    await scene.settle()

    expect(seen(ben, ama)).toEqual({ who: 'ama', role: 'participant' })
  })

  it.each([
    ['a state over its limit', 4413, { looking: 'x'.repeat(LIMITS.presenceBytes) }],
    ['no JSON', 4400, undefined],
  ])('[C15][E3] that is %s ends with %s', async (_name, code, state) => {
    const { scene, ama } = await threePeople()

    if (state) ama.sendPresence(state)
    else ama.up.push(Uint8Array.of(1, 5, 1, 7, 1, 1, 0x7b))
    await scene.settle()

    expect(ama.closedWith?.code).toBe(code)
  })

  it('[C15] ends a connection that claims more entries than there can be people', async () => {
    const { scene, ama } = await threePeople()
    const crowd = Array.from({ length: 2_000 }, (_, client) => ({ client, clock: 1, state: null }))

    ama.up.push(awarenessFrameOf(crowd))
    await scene.settle()

    expect(ama.closedWith?.code).toBe(4400)
  })

  it('[E4] of sixty moves a second is sent ten times a second', async () => {
    const { scene, ama, ben } = await threePeople()
    let frames = 0
    const hear = ben.down.push.bind(ben.down)
    ben.down.push = (...items) => {
      frames += items.length
      return hear(...items)
    }

    for (let tick = 0; tick < 60; tick += 1) {
      ama.sendPresence({ looking: `F${tick}` }, tick)
      await scene.pump()
      scene.clock.advance(16)
    }
    await scene.settle()

    expect(frames).toBeLessThanOrEqual(12)
    expect(seen(ben, ama)).toMatchObject({ looking: 'F59' })
    expect(ama.closedWith).toBeNull()
  })

  it('[B3] goes with a proper word when the socket goes, and is given to whoever comes', async () => {
    const { scene, ama, ben } = await threePeople()
    ama.sendPresence({ looking: 'F1' })
    await scene.settle()
    const zoe = scene.join('zoe')
    await scene.settle()
    expect(seen(zoe, ama)).toMatchObject({ who: 'ama' })

    ama.drop()
    await scene.settle()

    expect(seen(ben, ama)).toBeNull()
    expect(scene.room.present()).toEqual(
      new Map([
        ['ben', 1],
        ['cyd', 1],
        ['zoe', 1],
      ]),
    )
  })

  it('[B2] of somebody who came back stays when the old socket is found dead', async () => {
    const { scene, ama, ben } = await threePeople()
    ama.sendPresence({ looking: 'F1' })
    await scene.settle()
    const old = ama.connection
    const again = scene.join('ama', 'participant', { doc: ama.doc })
    again.sendPresence({ looking: 'F2' })
    await scene.settle()

    old?.closed()
    await scene.settle()

    expect(seen(ben, ama)).toMatchObject({ looking: 'F2' })
  })

  it('[B3] nothing for twenty seconds is broken by a frame that says nothing', async () => {
    const { scene, ben } = await threePeople()
    ben.down.length = 0

    scene.clock.advance(KEEP_ALIVE_MS)

    expect(ben.down.map((it) => [...it])).toEqual([[1, 1, 0]])
  })
})

describe('a held card', () => {
  it('[live-2] is the first one’s until they let go, then the second’s', async () => {
    const { scene, ama, ben, cyd } = await threePeople()
    ama.sendPresence(holding('F1'))
    await scene.settle()
    ben.sendPresence(holding('F1'))
    await scene.settle()
    expect(seen(cyd, ama)).toMatchObject(holding('F1'))
    expect(seen(cyd, ben)).toMatchObject({ hold: null })

    ama.sendPresence({ hold: null }, 2)
    await scene.settle()
    scene.clock.advance(3_000)
    await scene.settle()

    expect(seen(cyd, ama)).toMatchObject({ hold: null })
    expect(seen(cyd, ben)).toMatchObject(holding('F1'))
  })

  it('[live-3] stays held until the move is saved', async () => {
    const { scene, ama, ben } = await threePeople()
    ama.sendPresence(holding('F1'))
    await scene.settle()

    ama.sendPresence({ hold: null }, 2)
    await scene.settle()
    expect(seen(ben, ama)).toMatchObject(holding('F1'))

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    expect(seen(ben, ama)).toMatchObject({ hold: null })
  })

  it('[live-3] is let go at once where the move was saved before', async () => {
    const { scene, ama, ben } = await threePeople()
    ama.sendPresence(holding('F1'))
    await scene.settle()

    ama.edit((doc) => moveStatement(doc, 'F1', inDueRegard))
    await scene.settle()
    ama.sendPresence({ hold: null }, 2)
    await scene.settle()

    expect(seen(ben, ama)).toMatchObject({ hold: null })
  })

  it('[live-3] that no move follows is let go after three seconds', async () => {
    const { scene, ama, ben } = await threePeople()
    ama.sendPresence(holding('F1'))
    await scene.settle()
    ama.sendPresence({ hold: null }, 2)
    await scene.settle()

    scene.clock.advance(3_000)
    await scene.settle()

    expect(seen(ben, ama)).toMatchObject({ hold: null })
  })

  it('[live-2] is let go by whoever leaves, also while it lingers', async () => {
    const { scene, ama, ben, cyd } = await threePeople()
    ama.sendPresence(holding('F1'))
    await scene.settle()
    ama.sendPresence({ hold: null }, 2)
    await scene.settle()
    ben.sendPresence(holding('F1'))
    await scene.settle()

    ama.drop()
    await scene.settle()

    expect(seen(cyd, ben)).toMatchObject(holding('F1'))
  })

  it('[live-2] cannot be kept from others by whoever could never move it', async () => {
    const { scene, ama } = await threePeople()
    const rob = scene.join('rob', 'reviewer')
    rob.sendPresence({ ...holding('F1'), looking: 'F1' })
    await scene.settle()

    expect(seen(ama, rob)).toEqual({ looking: 'F1', who: 'rob', role: 'reviewer' })
  })
})
