import { verify } from '@node-rs/argon2'
import { Logger } from '@nestjs/common'
import { routes, type Session } from '@support-chat/shared'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../src/embedded-postgres/embedded-postgres.js'
import { call } from './call.js'
import { bundleOf } from './programs.js'
import { ADMIN, startTestApp, type TestApp } from './test-app.js'

/** Runs `npm run staff:password -- …` as the script does. */
async function run(args: string[], input: string, env: Record<string, string>) {
  const node = spawn(process.execPath, [bundleOf('staff-password'), ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [node.stdout, node.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  // It may end, with its usage, before it reads.
  node.stdin.on('error', () => undefined).end(input)
  const [code] = (await once(node, 'close')) as [number | null]
  return { code, said }
}

describe('npm run staff:password', () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'support-chat-password-'))
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  describe('beside a running server', () => {
    let server: TestApp
    const env = () => ({ DATA_DIR: dataDir, DATABASE_URL: server.config.databaseUrl ?? '' })
    const signIn = (password: string) =>
      call<Session>(server.url + routes.login, 'POST', { body: { email: ADMIN.email, password } })

    beforeAll(async () => {
      server = await startTestApp()
    })
    afterAll(() => server.close())

    it('sets the password that it reads, and ends every session', async () => {
      const before = (await signIn(ADMIN.password)).body
      expect(await run([ADMIN.email.toUpperCase()], 'a new pass phrase\n', env())).toEqual({
        code: 0,
        said: `${ADMIN.email.toUpperCase()} has a new password, and is signed out everywhere.\n`,
      })
      const refresh = { body: { refresh_token: before.refresh_token } }
      expect((await call(server.url + routes.refresh, 'POST', refresh)).status).toBe(401)
      expect((await signIn(ADMIN.password)).status).toBe(401)
      expect((await signIn('a new pass phrase')).status).toBe(200)
    })

    it.each([
      ['nobody of that address', ['nobody@example.com'], 'a new pass phrase', 'No member of staff has the address'],
      ['a password too short', [ADMIN.email], 'short', 'The password must have at least 10 characters'],
      ['no password', [ADMIN.email], '', 'There is no password on standard input'],
      ['a password among the arguments', [ADMIN.email, 'hunter2hunter2'], '', 'npm run staff:password -- EMAIL'],
    ])('changes nothing, and says why, for %s', async (_case, args, input, reason) => {
      const before = await server.sql('SELECT password_hash, session_version FROM users')
      const { code, said } = await run(args, input, env())
      expect(code).toBe(1)
      expect(said).toContain(reason)
      expect(said).not.toMatch(/hunter2|at .*main/)
      expect(await server.sql('SELECT password_hash, session_version FROM users')).toEqual(before)
    })

    it('is what a later ADMIN_PASSWORD is said to be ignored for', async () => {
      const warned = jest.spyOn(Logger.prototype, 'warn')
      try {
        const firstAdmin = { ...ADMIN, password: 'changed in the environment' }
        const again = await startTestApp({ ...server.config, firstAdmin })
        await again.close()
        expect(warned.mock.calls.map(([line]) => String(line))).toContainEqual(
          expect.stringMatching(/^ADMIN_PASSWORD is ignored.*npm run staff:password -- EMAIL/),
        )
        warned.mockClear()
        const same = await startTestApp({ ...server.config, firstAdmin: { ...ADMIN, password: 'a new pass phrase' } })
        await same.close()
        expect(warned.mock.calls.map(([line]) => String(line)).join()).not.toContain('ADMIN_PASSWORD')
      } finally {
        warned.mockRestore()
      }
    })
  })

  it('works on the embedded database, whether a server runs on it or not', async () => {
    const isPassword = async (url: string, password: string) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const { rows } = await client.query<{ hash: string }>('SELECT password_hash AS hash FROM users')
      await client.end()
      return verify(rows[0]?.hash ?? '', password)
    }
    const alone = await run(['admin@example.com'], 'set while stopped\n', { DATA_DIR: dataDir })
    expect(alone).toMatchObject({ code: 0 })

    const database = await startEmbeddedPostgres({ dataDir, durable: false })
    try {
      expect(await isPassword(database.url, 'set while stopped')).toBe(true)
      expect(await run(['admin@example.com'], 'set while running\n', { DATA_DIR: dataDir })).toMatchObject({ code: 0 })
      expect(await isPassword(database.url, 'set while running')).toBe(true)
    } finally {
      await database.stop()
    }
  })
})
