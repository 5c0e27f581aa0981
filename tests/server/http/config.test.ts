import { describe, expect, it } from 'vitest'
import { ConfigMistake, readConfig } from '../../../server/config.ts'

describe('the configuration', () => {
  it('has something sensible for everything', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      redisUrl: null,
      nodeUrl: null,
      publicUrl: null,
      createKey: null,
      metricsKey: null,
      logLevel: 'info',
      trustedProxies: 0,
      backupDays: null,
      archiveDir: null,
    })
  })

  it('is read from the environment, an empty value counting as none', () => {
    const config = readConfig({
      PORT: '8080',
      HOST: '[::]',
      DATA_DIR: '/var/lib/due-regard',
      PUBLIC_URL: 'https://board.example.org/',
      CREATE_KEY: '',
      LOG_LEVEL: ' warn ',
      TRUST_PROXY: 'true',
    })

    expect(config).toMatchObject({
      port: 8080,
      host: '::',
      logLevel: 'warn',
      createKey: null,
      trustedProxies: 1,
    })
    expect(config.publicUrl?.origin).toBe('https://board.example.org')
  })

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['PORT', '3000.5'],
    ['PORT', '-1'],
    ['HOST', 'http://localhost'],
    ['HOST', '1.2.3.4:3000'],
    ['HOST', '999.1.1.1'],
    ['PUBLIC_URL', 'board.example.org'],
    ['PUBLIC_URL', 'ftp://board.example.org'],
    ['PUBLIC_URL', 'https://board.example.org/path'],
    ['PUBLIC_URL', 'https://user:secret@board.example.org'],
    ['PUBLIC_URL', 'https://board.example.org/?a=b'],
    ['CREATE_KEY', 'short'],
    ['CREATE_KEY', 'has a space in it, sadly'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', 'yes'],
    ['TRUST_PROXY', '10'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'http://localhost'],
    ['NODE_URL', 'https://board.example.org'],
    ['NODE_URL', 'http://10.0.0.5:3000/path'],
  ])('stops the start with one sentence that names %s when it is %j', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigMistake)
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name}[^\n]*\\.$`))
  })
})
