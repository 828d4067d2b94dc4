import { Logger } from '@nestjs/common'
import express from 'express'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLog } from './log.js'
import { NestLog } from './nest-log.js'
import { requestLog } from './request-log.js'

let lines: string[]
const log = createLog({ environment: 'production' }, { write: (line) => lines.push(line) })
const newest = () => JSON.parse(lines.at(-1)!) as Record<string, unknown>

beforeEach(() => {
  lines = []
})

describe('the log', () => {
  it('carries what Nest logs, with its context', () => {
    new NestLog(log).warn('Redis is away', 'Redis')
    expect(newest()).toMatchObject({ level: 'warn', context: 'Redis', msg: 'Redis is away' })
  })

  it('has what a message holds beside its text as fields, such as the ids of requests and sockets', () => {
    new NestLog(log).error({ message: 'Failed to answer', req: { id: 'r1' } }, 'Error: why', 'HttpErrorFilter')
    expect(newest()).toMatchObject({
      ...{ msg: 'Failed to answer', req: { id: 'r1' }, context: 'HttpErrorFilter', err: { stack: 'Error: why' } },
    })
  })

  it('is as talkative as it is told to be', () => {
    const quiet = createLog({ environment: 'production', logLevel: 'error' }, { write: (line) => lines.push(line) })
    quiet.warn('a warning')
    quiet.error('an error')
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['an error'])
  })

  it('leaves out what Nest tells of every module at start', () => {
    new NestLog(log).log('AppModule dependencies initialized', 'InstanceLoader')
    expect(lines).toEqual([])
  })

  it("tells of a database error what failed and where, but not the statement's values", () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(ada@example.com) already exists.',
      parameters: ['my secret question'],
    })
    new NestLog(log).error(error, 'HttpErrorFilter')
    expect(newest()).toMatchObject({ msg: 'duplicate key', err: { code: '23505', stack: error.stack } })
    expect(lines.join()).not.toMatch(/ada@example|secret question/)
  })

  it('blanks what is called a token or a password', () => {
    log.info({ token: 'abc', session: { password: 'abc' } }, 'x')
    expect(lines.join()).not.toContain('abc')
  })

  it('is a logger for Nest', () => {
    Logger.overrideLogger(new NestLog(log))
    new Logger('Chats').log('hello')
    expect(newest()).toMatchObject({ level: 'info', context: 'Chats', msg: 'hello' })
  })
})

describe('the request log', () => {
  let server: Server
  let trusted: string[] = []

  beforeAll(async () => {
    const app = express()
    // Mounted, as the hosted files are.
    app.use(['/api', '/widget'], (request, response) =>
      response.sendStatus(request.path.includes('broken') ? 500 : 200),
    )
    server = createServer(app)
      .prependListener(
        'request',
        requestLog(log, (address, hop) => hop === 0 && trusted.includes(address)),
      )
      .listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const request = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret-token', cookie: 'session=secret-cookie', ...headers },
      body: 'secret body',
    })

  it('tells method, path, status and time, and nothing that anyone sent', async () => {
    await request('/api/admin/chats?q=secret-search')
    expect(newest()).toMatchObject({
      level: 'info',
      msg: 'POST /api/admin/chats 200',
      req: { method: 'POST', path: '/api/admin/chats' },
      res: { status: 200 },
      responseTime: expect.any(Number),
    })
    expect(lines.join()).not.toContain('secret')
  })

  it('gives each request an id, which the answer has in its header', async () => {
    const [one, other] = [await request('/api/one'), await request('/api/other')]
    const ids = [one, other].map(({ headers }) => headers.get('x-request-id'))
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(ids[1]).not.toBe(ids[0])
    expect(newest()).toMatchObject({ req: { id: ids[1] } })
  })

  it('takes the id of a trusted proxy, and of nobody else; and none that is ill-formed', async () => {
    const idOf = async (given: string) => {
      const { headers } = await request('/api/proxied', { 'x-request-id': given })
      expect(newest()).toMatchObject({ req: { id: headers.get('x-request-id') } })
      return headers.get('x-request-id')
    }
    expect(await idOf('edge-1:42')).not.toBe('edge-1:42')
    trusted = ['127.0.0.1']
    expect(await idOf('edge-1:42')).toBe('edge-1:42')
    for (const bad of ['two words', '{"level":"fatal"}', 'x'.repeat(129)]) expect(await idOf(bad)).not.toBe(bad)
  })

  it('cuts the tokens of e-mail links out of the path, and leaves ids', async () => {
    await request(`/api/email/unsubscribe/${'t'.repeat(40)}`)
    expect(newest()).toMatchObject({ msg: 'POST /api/email/unsubscribe/… 200' })
    const id = '0199a1b2-0000-7000-8000-000000000000'
    await request(`/api/admin/chats/${id}`)
    expect(newest()).toMatchObject({ msg: `POST /api/admin/chats/${id} 200` })
  })

  it('leaves out what a host calls a user', async () => {
    for (const [path, logged] of [
      ['/api/admin/users/ada%40example.com', '/api/admin/users/:external_id'],
      ['/base/API/admin/users/ada/export?q=ada', '/base/API/admin/users/:external_id/export'],
    ] as const) {
      await request(path)
      expect(newest()).toMatchObject({
        msg: expect.stringContaining(`POST ${logged} `) as string,
        req: { path: logged },
      })
    }
  })

  it('is silent about health checks and files until they fail', async () => {
    await request('/api/health/ready')
    await request('/widget/support-chat.js')
    expect(lines).toEqual([])
    await request('/api/health/broken')
    expect(newest()).toMatchObject({ level: 'error', msg: 'POST /api/health/broken 500' })
    expect(newest()).not.toHaveProperty('err')
  })
})
