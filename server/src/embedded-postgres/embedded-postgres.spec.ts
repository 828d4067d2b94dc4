import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { eventually } from '../../test/eventually.js'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js'

const SERVER = resolve(__dirname, '../..')

/** A Node process that starts the embedded database, tells its URL, and stays until it is killed. */
const HOLDER = `
  const { startEmbeddedPostgres } = await import('./src/embedded-postgres/embedded-postgres.ts')
  const server = await startEmbeddedPostgres({ dataDir: process.argv[1], durable: false })
  process.on('SIGTERM', () => server.stop().then(() => process.exit()))
  setInterval(() => {}, 60_000)
  console.log(server.url)
`

describe('startEmbeddedPostgres', () => {
  const dataDir = join(tmpdir(), `support-chat-embedded-${process.pid}`)
  let server: EmbeddedPostgres | undefined
  let child: ChildProcess | undefined

  beforeAll(() => mkdir(dataDir))
  afterEach(async () => {
    child?.kill('SIGKILL')
    child = undefined
    await (server ?? (await start())).stop()
    server = undefined
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  async function start(): Promise<EmbeddedPostgres> {
    server = await startEmbeddedPostgres({ dataDir, durable: false })
    return server
  }

  async function startInChild(env: Record<string, string> = {}): Promise<string> {
    const node = spawn(
      process.execPath,
      ['--import', './typescript.mjs', '--input-type=module', '-e', HOLDER, dataDir],
      { cwd: SERVER, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    child = node
    const [url] = (await once(node.stdout, 'data')) as [Buffer]
    return url.toString().trim()
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    const node = child!
    node.kill(signal)
    await once(node, 'exit')
    child = undefined
  }

  it('makes a UTF-8 database that compares by code point and folds case beyond ASCII', async () => {
    const { url } = await start()
    const [row] = await query(
      url,
      `SELECT current_setting('server_encoding') AS encoding, lower('ÄÉΣ') AS folded, 'Z' < 'a' AS sorted`,
    )
    expect(row).toEqual({ encoding: 'UTF8', folded: 'äéσ', sorted: true })
  })

  it('keeps the password in a file that only its owner can read', async () => {
    const { url } = await start()
    const file = join(dataDir, 'postgres-password')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(new URL(url).password).toBe((await readFile(file, 'utf8')).trim())
  })

  it('runs for root too, in a folder that is closed to everyone else', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'support-chat-closed-'))
    for (const folder of [join(closed, 'project/.data'), closed]) {
      const own = await startEmbeddedPostgres({ dataDir: folder, durable: false })
      expect(await query(own.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
      await own.stop()
      await rm(await realpath(join(folder, 'postgres')), { recursive: true })
    }
    expect((await stat(closed)).mode & 0o066).toBe(0)
    await rm(closed, { recursive: true })
  })

  it('refuses connections without the password', async () => {
    const url = new URL((await start()).url)
    url.password = 'wrong'
    await expect(query(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('keeps all data through a stop and a start', async () => {
    await query((await start()).url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)')
    await server!.stop()
    expect(await query((await start()).url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
  })

  it('takes over, with all data, the database that a killed process left running', async () => {
    const url = await startInChild()
    await query(url, 'CREATE TABLE survivor (n int); INSERT INTO survivor VALUES (7)')
    await kill('SIGKILL')
    const adopted = await start()
    expect(adopted.url).toBe(url)
    expect(await query(adopted.url, 'SELECT n FROM survivor')).toEqual([{ n: 7 }])
  })

  it('starts again, with all data, when Node and PostgreSQL were both killed', async () => {
    const url = await startInChild()
    await query(url, 'CREATE TABLE twice (n int); INSERT INTO twice VALUES (8)')
    const pid = await postmasterPid()
    await kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    expect(await query((await start()).url, 'SELECT n FROM twice')).toEqual([{ n: 8 }])
  })

  it('clears a postmaster.pid whose process id is another program by now', async () => {
    const file = join(dataDir, 'postgres', 'data', 'postmaster.pid')
    await writeFile(file, [process.pid, join(dataDir, 'postgres/data'), 1, 1, '', '127.0.0.1', '', 'ready'].join('\n'))
    expect(await query((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('refuses a second process on the same folder with one sentence', async () => {
    await startInChild()
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      `Another Support Chat is running on ${dataDir}: stop it first, or set DATA_DIR.`,
    )
  })

  it('stops PostgreSQL with it', async () => {
    const url = await startInChild()
    await kill('SIGTERM')
    await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('can be abandoned without waiting, and has all data at the next start', async () => {
    await query((await start()).url, 'CREATE TABLE abandoned (n int); INSERT INTO abandoned VALUES (9)')
    server!.abandon()
    expect(await query((await start()).url, 'SELECT n FROM abandoned')).toEqual([{ n: 9 }])
  })

  it('starts PostgreSQL again, on the same address, when it dies by itself', async () => {
    const { url } = await start()
    process.kill(await postmasterPid(), 'SIGQUIT')
    expect(await eventually(() => query(url, 'SELECT 1 AS one').catch(() => null), 'an answer')).toEqual([{ one: 1 }])
  })

  it('pays no heed to what the environment says of another server', async () => {
    const url = await startInChild({
      ...{ PGHOST: 'db.invalid', PGPORT: '1', PGUSER: 'nobody', PGPASSWORD: 'wrong', PGDATABASE: 'other' },
      ...{ PGSSLMODE: 'require', PGSSLROOTCERT: '/nowhere/root.crt', PGSERVICE: 'other', PGPASSFILE: '/nowhere' },
      ...{ PGOPTIONS: '-c search_path=other', PGAPPNAME: 'other', PGCONNECT_TIMEOUT: '1', PGDATA: '/nowhere' },
    })
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('leaves none running when its start fails', async () => {
    await (await start()).stop()
    const file = join(dataDir, 'postgres-password')
    const password = await readFile(file, 'utf8')
    await writeFile(file, 'another')
    try {
      await expect(startEmbeddedPostgres({ dataDir, durable: false })).rejects.toThrow('put back the right file')
      await expect(postmasterPid()).rejects.toThrow('ENOENT')
    } finally {
      await writeFile(file, password)
    }
  })

  it('leaves none running when it is given up while it starts', async () => {
    await (await start()).stop()
    const giveUp = new AbortController()
    const starting = startEmbeddedPostgres({ dataDir, durable: false, signal: giveUp.signal }).catch(() => null)
    const pid = await eventually(() => postmasterPid().catch(() => null), 'PostgreSQL to be starting')
    giveUp.abort()
    ;(await starting)?.abandon()
    await eventually(() => (isAlive(pid) ? null : true), 'PostgreSQL to be gone')
  })

  it('leaves another’s running when it may not have it', async () => {
    const url = await startInChild()
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow('Another Support Chat is running')
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('lies where the reference says: port, account, password and folder', async () => {
    const url = new URL((await start()).url)
    expect([url.hostname, url.username]).toEqual(['127.0.0.1', 'postgres'])
    const [row] = await query(
      url.href,
      `SELECT current_setting('data_directory') AS folder, rolsuper FROM pg_roles
      WHERE rolname = current_user`,
    )
    expect(row).toEqual({ folder: await realpath(join(dataDir, 'postgres/data')), rolsuper: true })
  })

  async function postmasterPid(): Promise<number> {
    return parseInt(await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8'))
  }
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
