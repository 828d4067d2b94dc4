import { generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Logger } from '@nestjs/common'
import { UserKeys } from './user-keys.js'

const make = (kid: string | undefined, changes: object = {}): JsonWebKey => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  ...(kid === undefined ? {} : { kid }),
  ...changes,
})

let provider: Server
let answer: (response: ServerResponse) => void
let fetches: number
let now: number
let keys: UserKeys

const publish = (...published: unknown[]) => {
  answer = (response) => response.end(JSON.stringify({ keys: published }))
}
const find = async (kid?: string, algorithm = 'ES256') => (await keys.find(kid, algorithm)) !== null

beforeEach(async () => {
  jest.spyOn(Logger.prototype, 'warn').mockReturnValue()
  fetches = 0
  now = 0
  provider = createServer((_, response) => {
    fetches++
    answer(response)
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  keys = new UserKeys(`http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks.json`, { now: () => now })
})
afterEach(() => {
  jest.restoreAllMocks()
  provider.closeAllConnections()
  provider.close()
})

describe('The keys of a JWKS document', () => {
  it('are fetched once for all who ask at once', async () => {
    publish(make('one'), make('two'))
    expect(await Promise.all(['one', 'two', 'one'].map((kid) => find(kid)))).toEqual([true, true, true])
    expect(fetches).toBe(1)
    expect(await Promise.all(['three', 'four', 'one'].map((kid) => find(kid)))).toEqual([false, false, true])
    expect(fetches).toBe(2)
  })

  it('are fetched anew once in 30 s at most, however many unknown ones tokens name', async () => {
    publish(make('one'))
    for (let second = 0; second < 60; second++) {
      now = second * 1_000
      await Promise.all(Array.from({ length: 20 }, (_, time) => find(`random ${second} ${time}`)))
      expect(await find('one')).toBe(true)
    }
    expect(fetches).toBe(3)
    const kept = JSON.stringify(keys)
    expect(kept).not.toContain('random')
  })

  it('follow when the provider changes them', async () => {
    publish(make('old'))
    expect(await find('old')).toBe(true)
    publish(make('new'))
    expect(await find('new')).toBe(true)
    publish(make('newer'))
    now = 29_999
    expect(await find('newer')).toBe(false)
    now = 30_000
    expect(await Promise.all([find('newer'), find('newer')])).toEqual([true, true])
    expect(await find('old')).toBe(false)
    expect(fetches).toBe(3)
  })

  it('are withdrawn within ten minutes and the next request', async () => {
    publish(make('one'))
    await find('one')
    publish()
    now = 600_001
    expect(await find('one')).toBe(true)
    await find('another')
    expect(await find('one')).toBe(false)
  })

  const failures: [string, (response: ServerResponse) => unknown][] = [
    ['answers with an error', (response) => response.writeHead(500).end('{}')],
    ['hangs up', (response) => response.destroy()],
    ['answers with something else', (response) => response.end('<!doctype html>')],
    ['answers with JSON of another kind', (response) => response.end('[]')],
    ['answers with more than anybody needs', (response) => response.end(`{"keys":[],"x":"${'x'.repeat(300_000)}"}`)],
  ]
  it.each(failures)('go on serving while the provider %s', async (_, fail) => {
    publish(make('one'))
    await find('one')
    answer = fail
    for (const minutes of [1, 11, 100, 10_000]) {
      now = minutes * 60_000
      expect([await find('one'), await find('unknown')]).toEqual([true, false])
    }
    publish(make('two'))
    now += 30_000
    expect(await find('two')).toBe(true)
  })

  it.each(failures)('that were never had say so, and are tried again soon, while it %s', async (_, fail) => {
    answer = fail
    await expect(keys.find('one', 'ES256')).rejects.toMatchObject({ code: 'unavailable' })
    now = 4_999
    await expect(keys.find('one', 'ES256')).rejects.toMatchObject({ code: 'unavailable' })
    expect(fetches).toBe(1)
    publish(make('one'))
    now = 5_000
    expect(await find('one')).toBe(true)
  })

  it('are not waited for by whom a known one lets in, while the provider does not answer', async () => {
    publish(make('one'))
    await find('one')
    answer = () => undefined
    now = 700_000
    expect(await find('one')).toBe(true)
    expect(await find('one')).toBe(true)
  })

  it('do without a name as long as one alone fits', async () => {
    publish(make(undefined), make('other', { use: 'enc' }))
    expect([await find(), await find(undefined, 'RS256'), await find('named')]).toEqual([true, false, false])
    publish(make('one'), make('two'))
    now = 30_000
    await find('two')
    expect([await find(), await find('one')]).toEqual([false, true])
  })

  it('leave out what verifies nothing', async () => {
    publish(null, 'x', {}, { kty: 'EC' }, { kty: 'oct', k: 'c2VjcmV0', kid: 'one' }, make('one', { alg: 'ES512' }), [])
    expect(await find('one')).toBe(false)
  })
})
