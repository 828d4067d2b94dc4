import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/embedded-postgres/embedded-postgres.js'
import { eventually } from './eventually.js'
import { startTestApp, type TestApp } from './test-app.js'

describe('A server whose database can be taken away', () => {
  const dataDir = join(tmpdir(), `support-chat-health-${process.pid}`)
  let database: EmbeddedPostgres
  let server: TestApp

  beforeAll(async () => {
    await mkdir(dataDir)
    database = await startEmbeddedPostgres({ dataDir, durable: false })
    server = await startTestApp({ databaseUrl: database.url })
  })
  afterAll(async () => {
    await server.close()
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const get = (path: string, accept = '*/*') => fetch(server.url + path, { headers: { accept }, redirect: 'manual' })

  it('leads from / to the demo', async () => {
    expect((await get('/')).headers.get('location')).toBe('/demo')
  })

  it('answers a wrong address with a page for people and an ApiError for programs', async () => {
    const page = await get('/nowhere', 'text/html')
    expect(page.status).toBe(404)
    expect(await page.text()).toContain('There is nothing here')
    for (const path of ['/nowhere', '/api/nowhere', '/api']) {
      const answer = await get(path, 'application/json')
      expect(answer.status).toBe(404)
      expect(await answer.json()).toEqual({ code: 'not_found', message: expect.any(String) })
    }
  })

  it('lets its API answers neither run, nor be framed, nor be guessed at', async () => {
    const { headers } = await get('/api/health/live')
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('is live and ready', async () => {
    expect(await (await get('/api/health/live')).json()).toEqual({ status: 'ok' })
    const ready = await eventually(async () => {
      const answer = await get('/api/health/ready')
      return answer.ok ? answer : null
    }, 'the database to answer in time')
    expect(ready.status).toBe(200)
    expect(await ready.json()).toEqual({ status: 'ok', database: 'up', redis: 'off' })
  })

  it('says what is down once the database is gone, and stays live', async () => {
    await database.stop()
    const ready = await get('/api/health/ready')
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({
      code: 'unavailable',
      message: 'The database is down',
      details: { database: 'down', redis: 'off', stopping: false },
    })
    expect((await get('/api/health/live')).status).toBe(200)
  })
})
