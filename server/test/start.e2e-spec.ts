import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes, type SupportChat, type SupportMessage } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import { findAvailablePort } from '../src/hosting/find-available-port.js'
import { eventually } from './eventually.js'
import { mainArguments } from './programs.js'
import { createDatabase, EMPTY } from './test-app.js'

/** What a process said and how it ended. */
interface Ended {
  code: number | null
  output: string
}

describe('Starting the server', () => {
  const dataDir = join(tmpdir(), `support-chat-start-${process.pid}`)
  const holders: Server[] = []
  let child: ChildProcess | undefined
  let output = ''

  beforeAll(() => mkdir(dataDir))
  afterEach(async () => {
    child?.kill('SIGKILL')
    child = undefined
    for (const holder of holders.splice(0)) holder.close()
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  function launch(env: Record<string, string>): ChildProcess {
    const node = spawn(process.execPath, mainArguments(), {
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = node
    output = ''
    for (const stream of [node.stdout, node.stderr])
      // Of one that was killed, words may still arrive.
      stream.on('data', (chunk: Buffer) => child === node && (output += chunk.toString()))
    return node
  }

  async function end(node: ChildProcess): Promise<Ended> {
    const [code] = (await once(node, 'close')) as [number | null]
    return { code, output }
  }

  async function saysIt(node: ChildProcess, what: RegExp): Promise<string> {
    const ended = once(node, 'close').then(() => {
      throw new Error(`It ended: ${output}`)
    })
    ended.catch(() => undefined)
    for (;;) {
      const said = what.exec(output)?.[1]
      if (said !== undefined) return said
      await Promise.race([once(node.stdout!, 'data'), ended])
    }
  }

  /** Waits for the banner; answers the address in it. */
  const ready = (node: ChildProcess) => saysIt(node, /Demo page +(\S+)\/demo[^]*Ctrl-C stops it/)

  const readyInProduction = async (node: ChildProcess) =>
    `http://127.0.0.1:${await saysIt(node, /"port":(\d+).*Support Chat is ready/)}`

  /** Asks as a user whom the development secret signs in. */
  async function asUser(url: string, path: string, body?: object): Promise<Response> {
    const secret = await readFile(join(dataDir, 'user-jwt-secret'), 'utf8')
    const token = jwt.sign({ sub: 'ada', email: 'ada@example.com' }, secret, { expiresIn: '1m' })
    return fetch(local(url) + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
  }

  async function say(url: string, content: string): Promise<SupportMessage> {
    const response = await asUser(url, routes.userMessages, { content, client_id: randomUUID() })
    expect(response.status).toBe(201)
    return (await response.json()) as SupportMessage
  }

  async function databaseUrl(options?: string): Promise<string> {
    const database = await createDatabase(options)
    return database.url
  }

  async function hold(answer: string): Promise<number> {
    const holder = createServer((socket) => socket.end(answer)).listen(0, '127.0.0.1')
    holders.push(holder)
    await once(holder, 'listening')
    return (holder.address() as AddressInfo).port
  }

  it('needs nothing: it prints its addresses, answers there, and takes its database with it when told to stop', async () => {
    const node = launch({})
    const url = await ready(node)
    expect(output).toContain(`Console        ${url}/admin/`)
    expect(output).toContain(`API reference  ${url}/api/docs`)
    expect(output).toContain('admin@example.com  support-chat')
    const health = await fetch(`${local(url)}/api/health/ready`)
    expect(await health.json()).toEqual({ status: 'ok', database: 'up', redis: 'off' })

    node.kill('SIGINT')
    expect((await end(node)).code).toBe(0)
    expect(existsSync(join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false)
  })

  it('does not take the second half of a doubled Ctrl-C for impatience', async () => {
    const node = launch({})
    await ready(node)
    node.kill('SIGINT')
    node.kill('SIGINT')
    expect((await end(node)).code).toBe(0)
  })

  it('starts again with all data after a kill -9', async () => {
    const first = launch({})
    const { id } = await say(await ready(first), 'Still here?')
    first.kill('SIGKILL')
    await once(first, 'close')
    const second = launch({})
    const chat = (await (await asUser(await ready(second), routes.userChat)).json()) as SupportChat
    expect(chat.messages.map((message) => message.id)).toEqual([id])
    second.kill('SIGTERM')
    expect((await end(second)).code).toBe(0)
  })

  it('is not ready while it shuts down', async () => {
    const node = launch(production(await databaseUrl()))
    const url = `${await readyInProduction(node)}/api/health`
    await eventually(async () => (await fetch(`${url}/ready`)).ok || null, 'the server to be ready')

    node.kill('SIGTERM')
    const answer = await eventually(async () => {
      const answer = await fetch(`${url}/ready`)
      return answer.ok ? null : answer
    }, 'the server not to be ready')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({
      code: 'unavailable',
      message: 'It is shutting down',
      details: { database: 'up', redis: 'off', stopping: true },
    })
    expect((await fetch(`${url}/live`)).status).toBe(200)
    const ended = end(node)
    node.kill('SIGUSR2')
    expect((await ended).code).toBe(0)
  })

  it('prints no password and no sign-in in production', async () => {
    const url = await readyInProduction(launch(production(await databaseUrl(EMPTY))))
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).not.toHaveLength(0)
    expect(output).not.toContain(production('').ADMIN_PASSWORD)
    expect((await fetch(`${url}/demo`)).status).toBe(404)
  })

  it('does not take what the environment says of another PostgreSQL for its own', async () => {
    const elsewhere = { PGHOST: 'db.invalid', PGUSER: 'nobody', PGPASSWORD: 'wrong', PGDATABASE: 'other' }
    const node = launch({ ...elsewhere, PGSSLMODE: 'require', PGOPTIONS: '-c search_path=other', PGSERVICE: 'other' })
    expect((await fetch(`${local(await ready(node))}/api/health/ready`)).status).toBe(200)
    node.kill('SIGTERM')
    expect((await end(node)).code).toBe(0)
  })

  it('tells of each setting that is hardly what is wanted, in one sentence, and tells no value', async () => {
    await readyInProduction(
      launch({
        ...production(await databaseUrl()),
        ...{ PUBLIC_URL: 'http://support.example.com', SMPT_URL: 'smtp://u:hunter2@mail.example.com' },
        ...{ USER_JWT_SECRET: '', USER_JWT_JWKS_URL: 'http://id.example/jwks' },
      }),
    )
    const told = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: string; context?: string; msg: string })
      .filter(({ context }) => context === 'Start')
    expect(told.every(({ level }) => level === 'warn')).toBe(true)
    expect(told.map(({ msg }) => msg)).toEqual([
      'SMPT_URL is not a variable of this server: did you mean SMTP_URL?',
      expect.stringMatching(/^STAFF_JWT_SECRET is easily guessed/),
      expect.stringMatching(/^PUBLIC_URL is http/),
      expect.stringMatching(/^SMTP_URL is not set/),
      expect.stringMatching(/^CHAT_PAGE_URL is the demo page/),
      expect.stringMatching(/^USER_JWT_JWKS_URL is http/),
      expect.stringMatching(/^USER_JWT_AUDIENCE is not set/),
    ])
    expect(output).not.toMatch(/hunter2|s{10}/)
  })

  describe('ends with one sentence and code 1', () => {
    const refusals: [string, () => Promise<Record<string, string>>, RegExp][] = [
      [
        'when its port is in use',
        async () => ({ PORT: String(await hold('')) }),
        /^Port \d+ is in use: stop what uses it, or set PORT\.\n$/,
      ],
      [
        'when something else uses METRICS_PORT',
        async () => ({ METRICS_PORT: String(await hold('')) }),
        /^Port \d+ is in use: stop what uses it, or set METRICS_PORT\.\n$/,
      ],
      [
        'when nothing listens at DATABASE_URL',
        async () => ({ DATABASE_URL: `postgresql://u:p@127.0.0.1:${await findAvailablePort(0, '127.0.0.1')}/x` }),
        /^DATABASE_URL does not lead to a database: nothing listens at 127\.0\.0\.1:\d+\.\n$/,
      ],
      [
        'when DATABASE_URL has a wrong password',
        async () => ({ DATABASE_URL: withPassword(await databaseUrl(), 'hunter2') }),
        /^DATABASE_URL does not lead to a database: 127\.0\.0\.1:\d+ refused the password of postgres\.\n$/,
      ],
      [
        'when DATABASE_URL names no database',
        async () => ({ DATABASE_URL: (await databaseUrl()).replace(/[^/]+$/, 'nowhere') }),
        /^DATABASE_URL does not lead to a database: 127\.0\.0\.1:\d+ has no database nowhere\.\n$/,
      ],
      [
        'when something else listens at DATABASE_URL',
        async () => ({ DATABASE_URL: `postgresql://u:p@127.0.0.1:${await hold('HTTP/1.1 400\r\n\r\n')}/x` }),
        /^DATABASE_URL does not lead to a database: .+\.\n$/,
      ],
      [
        'when nothing listens at REDIS_URL',
        async () => ({ REDIS_URL: `redis://127.0.0.1:${await findAvailablePort(0, '127.0.0.1')}` }),
        /^REDIS_URL does not lead to a Redis: nothing listens at 127\.0\.0\.1:\d+\.\n$/,
      ],
      [
        'when production misses variables',
        async () => ({ NODE_ENV: 'production' }),
        /^In production .*DATABASE_URL.*\.\n$/,
      ],
      [
        'when the password in a URL is not encoded',
        async () => ({ DATABASE_URL: 'postgres://u:hunter2@ss#w/rd@host' }),
        /^DATABASE_URL has a user or password that must be percent-encoded: .*\.\n$/,
      ],
      [
        'when ALLOWED_ORIGINS has a wildcard',
        async () => ({ ALLOWED_ORIGINS: 'https://*.shop.example' }),
        /^ALLOWED_ORIGINS takes no wildcards \(\*\): name each origin\.\n$/,
      ],
      [
        'when ADMIN_PASSWORD is too short for production',
        async () => ({ ...production(await databaseUrl()), ADMIN_PASSWORD: 'a' }),
        /^ADMIN_PASSWORD must have at least 10 characters, as every password of staff\.\n$/,
      ],
      [
        'when DATA_DIR cannot hold the database',
        async () => ({ DATA_DIR: '/dev/null/data' }),
        /^\/dev\/null\/data\/user-jwt-secret can neither be read nor made \(ENOTDIR\): set DATA_DIR to .*\.\n$/,
      ],
      [
        'when DATA_DIR cannot hold the e-mails',
        async () => ({ ...production(await databaseUrl()), DATA_DIR: '/dev/null/data' }),
        /^DATA_DIR \/dev\/null\/data cannot be written \(ENOTDIR\): .*\.\n$/,
      ],
    ]

    it.each(refusals)('%s', async (_case, env, sentence) => {
      const { code, output: said } = await end(launch(await env()))
      expect(said).toMatch(sentence)
      expect(said).not.toContain('hunter2')
      expect(code).toBe(1)
    })
  })
})

const production = (databaseUrl: string) => ({
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  DATABASE_URL: databaseUrl,
  USER_JWT_SECRET: 'u'.repeat(32),
  STAFF_JWT_SECRET: 's'.repeat(32),
  ADMIN_EMAIL: 'first@example.com',
  ADMIN_PASSWORD: 'correct horse battery',
})

/** In development it listens at 127.0.0.1, which `localhost` need not be everywhere. */
const local = (url: string) => url.replace('localhost', '127.0.0.1')

function withPassword(url: string, password: string): string {
  const changed = new URL(url)
  changed.password = password
  return changed.href
}
