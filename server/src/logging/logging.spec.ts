import { Logger } from '@nestjs/common'
import express from 'express'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLog } from './log.js'
import { NestLog } from './nest-log.js'
import { requestLog } from './request-log.js'

let lines: string[]
const log = createLog('production', { write: (line) => lines.push(line) })
const newest = () => JSON.parse(lines.at(-1)!) as Record<string, unknown>

beforeEach(() => {
  lines = []
})

describe('the log', () => {
  it('carries what Nest logs, with its context', () => {
    new NestLog(log).warn('Redis is away', 'Redis')
    expect(newest()).toMatchObject({ level: 'warn', context: 'Redis', msg: 'Redis is away' })
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

  beforeAll(async () => {
    const app = express()
    // Mounted, as the hosted files are.
    app.use(['/api', '/widget'], (request, response) =>
      response.sendStatus(request.path.includes('broken') ? 500 : 200),
    )
    server = createServer(app).prependListener('request', requestLog(log)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const request = (path: string) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret-token', cookie: 'session=secret-cookie' },
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

  it('cuts the tokens of e-mail links out of the path, and leaves ids', async () => {
    await request(`/api/email/unsubscribe/${'t'.repeat(40)}`)
    expect(newest()).toMatchObject({ msg: 'POST /api/email/unsubscribe/… 200' })
    const id = '0199a1b2-0000-7000-8000-000000000000'
    await request(`/api/admin/chats/${id}`)
    expect(newest()).toMatchObject({ msg: `POST /api/admin/chats/${id} 200` })
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
