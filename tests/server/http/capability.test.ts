import { serializeSigned } from 'hono/utils/cookie'
import { describe, expect, it } from 'vitest'
import { capabilitiesFrom, newDevice, newId } from '../../../server/capability.ts'

const capabilities = capabilitiesFrom(new Uint8Array(32).fill(7))
const link = { board: 'b1', id: 'l1', generation: 1 }

describe('the key of a link', () => {
  it('[S5] has 128 bits, and opens its own link alone', () => {
    const key = capabilities.keyOf(link)

    expect(key).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(capabilities.isKeyOf(link, key)).toBe(true)
    for (const other of [{ board: 'b2' }, { id: 'l2' }, { generation: 2 }]) {
      expect(capabilities.isKeyOf({ ...link, ...other }, key)).toBe(false)
    }
  })

  it('is of this server only', () => {
    const elsewhere = capabilitiesFrom(new Uint8Array(32).fill(8))

    expect(elsewhere.isKeyOf(link, capabilities.keyOf(link))).toBe(false)
    expect(elsewhere.cookieName).not.toBe(capabilities.cookieName)
  })

  it('is refused when it is anything else, whatever its length', () => {
    const key = capabilities.keyOf(link)

    for (const wrong of [
      '',
      key.slice(1),
      `${key}A`,
      `${key}==`,
      key.toLowerCase(),
      '..',
      '%2f',
      'é'.repeat(22),
    ]) {
      expect(capabilities.isKeyOf(link, wrong)).toBe(false)
    }
  })

  it('has one spelling: stray last bits do not make a second one', () => {
    const key = capabilities.keyOf(link)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const spellings = Array.from(alphabet, (it) => key.slice(0, -1) + it)

    expect(spellings.filter((it) => capabilities.isKeyOf(link, it))).toEqual([key])
  })
})

describe('the cookie of a device', () => {
  const signed = async (device: string, by = capabilities) => {
    const cookie = await serializeSigned('name', device, by.cookieSecret)
    return decodeURIComponent(cookie.slice('name='.length))
  }

  it('[S5] is read as it was signed', async () => {
    const device = newDevice()

    expect(capabilities.deviceIn(await signed(device))).toBe(device)
    expect(capabilities.deviceIn(await signed('with.a.dot'))).toBe('with.a.dot')
  })

  it('[S5] is none where anything of it is otherwise', async () => {
    const cookie = await signed('device')
    const elsewhere = capabilitiesFrom(new Uint8Array(32).fill(8))
    const wrong = [
      '',
      '.',
      'device',
      cookie.slice('device'.length),
      cookie.slice(0, -1),
      `${cookie}=`,
      cookie.replace('device', 'devicf'),
      cookie.toUpperCase(),
      await signed(''),
      await signed('device', elsewhere),
    ]

    expect(wrong.map((it) => capabilities.deviceIn(it))).toEqual(wrong.map(() => null))
  })
})

describe('ids', () => {
  it('fit the pattern and do not repeat', () => {
    const ids = Array.from({ length: 1_000 }, newId)

    expect(new Set(ids).size).toBe(1_000)
    expect(ids.every((it) => /^[A-Za-z0-9]{16}$/.test(it))).toBe(true)
  })

  it('of a device are known to the journal by a hash only', () => {
    const device = newDevice()

    expect(capabilities.hashOf(device)).toBe(capabilities.hashOf(device))
    expect(capabilities.hashOf(device)).not.toContain(device.slice(0, 8))
  })
})
