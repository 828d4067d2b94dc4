import { TestBed } from '@angular/core/testing'
import type { ApiKey, CreatedApiKey } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { ENGINE } from '../connection/engine.js'
import { FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { ApiKeys } from './api-keys.js'

const key = (id: string): ApiKey => ({
  id,
  name: `Bot ${id}`,
  prefix: 'sck_12345678',
  scopes: ['chats:read'],
  expires_at: null,
  last_used_at: null,
  created_at: '2026-03-04T12:00:00.000Z',
  created_by: 'Ada',
})

let engine: FakeConnection

async function open(answer: (path: string) => unknown, known = [key('old')]): Promise<ApiKeys> {
  let isLoaded = false
  engine = new FakeConnection((path) => {
    if (isLoaded) return answer(path)
    isLoaded = true
    return { api_keys: known }
  })
  const providers = [
    ApiKeys,
    LiveConnection,
    { provide: ENGINE, useValue: { createConnection: () => engine, openStaffChat: () => undefined } },
  ]
  const keys = TestBed.configureTestingModule({ providers }).inject(ApiKeys)
  await keys.load()
  return keys
}

describe('ApiKeys', () => {
  it('shows a key that was made at once, with its secret, above the others', async () => {
    const created: CreatedApiKey = { ...key('new'), key: 'sck_secret' }
    const keys = await open(() => created)
    expect(await keys.create({ name: 'Bot new', scopes: ['chats:read'] })).toBe(true)
    expect(engine.asked.at(-1)).toBe('POST /api/admin/api_keys')
    expect(keys.all()?.map(({ id }) => id)).toEqual(['new', 'old'])
    expect(keys.created()?.key).toBe('sck_secret')
  })

  it('takes a revoked key away, and its secret with it', async () => {
    const created: CreatedApiKey = { ...key('new'), key: 'sck_secret' }
    const keys = await open((path) => (path.endsWith('/new') ? {} : created))
    await keys.create({ name: 'Bot new', scopes: ['chats:read'] })
    expect(await keys.revoke(created)).toBe(true)
    expect(engine.asked.at(-1)).toBe('DELETE /api/admin/api_keys/new')
    expect([keys.all()?.map(({ id }) => id), keys.created()]).toEqual([['old'], null])
  })

  it('takes a key away that a colleague has revoked before', async () => {
    const keys = await open(() => {
      throw new RequestError({ code: 'not_found', message: 'There is no such API key' })
    })
    expect(await keys.revoke(key('old'))).toBe(true)
    expect(keys.all()).toEqual([])
  })

  it('keeps the list and says why when something is refused', async () => {
    const keys = await open(() => {
      throw new RequestError({ code: 'conflict', message: 'There are 100 API keys' })
    })
    expect(await keys.create({ name: 'One more', scopes: ['chats:read'] })).toBe(false)
    expect([keys.request.error()?.code, keys.all()?.length]).toEqual(['conflict', 1])
  })
})
