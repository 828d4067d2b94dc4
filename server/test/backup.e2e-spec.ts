import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { routes } from '@support-chat/shared'
import { Client } from 'pg'
import { KEPT_TABLES, TABLES } from '../src/backup/backup.sql.js'
import { createBackup } from '../src/backup/create-backup.js'
import { checkRestored } from '../src/rehearse/check-restored.js'
import { restoreBackup } from '../src/restore/restore-backup.js'
import { call } from './call.js'
import { createDatabase, EMPTY } from './create-database.js'
import { eventually } from './eventually.js'
import { FeedReader, page } from './feed-reader.js'
import { runProgram } from './run-program.js'
import { startTestApp, userToken, type TestApp } from './test-app.js'

type Database = Awaited<ReturnType<typeof createDatabase>>

const USERS = ['ada', 'bob', 'cleo', 'dora', 'eve', 'finn']
const PER_USER = 5
/** A file of a message, as the server lays it. */
const ATTACHMENT = 'attachments/7d/019a0000-0000-7000-8000-00000000007d'

let folder: string
let file: string
const databases: Database[] = []
const clients: Client[] = []

async function newDatabase(options?: string): Promise<Database> {
  const database = await createDatabase(options)
  databases.push(database)
  return database
}

async function open({ url }: Database): Promise<Client> {
  const client = new Client({ connectionString: url })
  clients.push(client.on('error', () => undefined))
  await client.connect()
  return client
}

/** Each sends some messages, one after the other, all at the same time. @returns the ids of those that were acknowledged */
async function send({ url }: Pick<TestApp, 'url'>, names: string[], count: number): Promise<string[]> {
  const sent = names.map(async (name) => {
    const ids: string[] = []
    for (let number = 1; number <= count; number++) {
      const message = { token: userToken(name), body: { content: `${name} says ${number}`, client_id: randomUUID() } }
      const { status, body } = await call<{ id: string }>(url + routes.userMessages, 'POST', message)
      expect(status).toBe(201)
      ids.push(body.id)
    }
    return ids
  })
  return (await Promise.all(sent)).flat()
}

const tablesOf = async (client: Client) =>
  (
    await client.query<{ name: string }>(`SELECT relname AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`)
  ).rows.map(({ name }) => name)

/** All that is in a backup but when it was made. */
async function contentsOf(backup: string): Promise<string[]> {
  const [, ...lines] = gunzipSync(await readFile(backup))
    .toString()
    .split('\n')
  return lines.slice(0, -2)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-chat-backup-'))
  // The account that PostgreSQL runs as, where this one is root, must get through.
  await chmod(folder, 0o755)
  file = join(folder, 'chat.backup')
})
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()))
  await Promise.all(databases.map((database) => database.drop()))
  await rm(folder, { recursive: true })
})

describe('A backup of a database on which a server works', () => {
  let source: Database
  let server: TestApp
  let reader: FeedReader
  let beginning: string
  /** Messages that were acknowledged before the backup began, and meanwhile. */
  let before: string[]
  let meanwhile: string[]
  let restored: Database
  const env = () => ({ DATABASE_URL: restored.url, DATA_DIR: join(folder, 'restored') })

  beforeAll(async () => {
    ;[source, restored] = [await newDatabase(), await newDatabase(EMPTY)]
    const client = await open(source)
    await client.query(await readFile(join(__dirname, 'upgrades/rows.sql'), 'utf8'))
    // More than is read, written or compressed at a time.
    await client.query(`INSERT INTO audit_entries (id, action, details) SELECT gen_random_uuid(), 'chat.archived',
      jsonb_build_object('note', repeat(md5(n::text), n % 40)) FROM generate_series(1, 4000) AS n`)
    server = await startTestApp({ databaseUrl: source.url })
    reader = await FeedReader.fromNow(server, await server.staffToken())
    beginning = reader.cursor
    before = await send(server, USERS, PER_USER)
    await FeedReader.fromNow(server, await server.staffToken())
    expect((await reader.read()).length).toBeGreaterThan(before.length)

    // The backup has its snapshot when it comes to this table, and waits there.
    await client.query('BEGIN; LOCK TABLE canned_replies IN ACCESS EXCLUSIVE MODE')
    const dataDir = join(folder, 'source')
    await mkdir(dirname(join(dataDir, ATTACHMENT)), { recursive: true })
    await writeFile(join(dataDir, ATTACHMENT), randomBytes(100_000))
    await writeFile(join(dataDir, 'attachments', 'unknown'), 'is none of ours')
    const backup = runProgram('backup', [file], { DATABASE_URL: source.url, DATA_DIR: dataDir })
    const waiting = `SELECT FROM pg_locks WHERE relation = 'canned_replies'::regclass AND NOT granted`
    await eventually(async () => (await server.sql(waiting))[0], 'the backup to be under way')
    meanwhile = await send(server, [...USERS, 'new', 'newer'], 2)
    await client.query('COMMIT')
    expect(await backup).toEqual({ code: 0, said: expect.stringMatching(/support_messages\n.*3 files/s) as string })

    expect(await runProgram('restore', [file], env())).toEqual({
      code: 0,
      said: expect.stringMatching(/Restored .* rows and 3 files/) as string,
    })
  })
  afterAll(() => server.close())

  it('is for its owner alone, and leaves nothing beside it', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).filter((name) => name.startsWith('chat'))).toEqual(['chat.backup'])
  })

  it('has every message that was acknowledged before it began, and nothing of what was sent meanwhile', async () => {
    const { rows } = await (await open(restored)).query<{ id: string }>('SELECT id FROM support_messages')
    const ids = rows.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(before))
    expect(ids.filter((id) => meanwhile.includes(id))).toEqual([])
  })

  it('is of one moment: no gap, no row that refers to nothing, and the tables of a new database', async () => {
    const findings = await checkRestored(await open(restored), await open(await newDatabase()))
    expect(findings).toHaveLength(5)
    expect(findings.filter(({ isGood }) => !isGood)).toEqual([])
  })

  it('covers every table there is, each with rows of upgrades/rows.sql', async () => {
    const client = await open(source)
    expect((await tablesOf(client)).sort()).toEqual([...TABLES, 'support_chat_migrations'].sort())
    for (const table of KEPT_TABLES) {
      const { rowCount } = await client.query(`SELECT FROM ${table} LIMIT 1`)
      expect({ table, rowCount }).toEqual({ table, rowCount: 1 })
    }
  })

  it('comes back as it was, rows, counters and files, which a backup of the restored shows', async () => {
    const again = join(folder, 'again')
    await createBackup({ url: restored.url, dataDir: join(folder, 'restored'), file: again })
    expect(await contentsOf(again)).toEqual(await contentsOf(file))
    const client = await open(restored)
    const { rows } = await client.query(`INSERT INTO joined_events (name, payload) VALUES ('x', '{}') RETURNING id`)
    expect(rows).toEqual([{ id: '2' }])
    await client.query('DELETE FROM joined_events WHERE id = 2')
    await expect(client.query('DELETE FROM audit_entries')).rejects.toThrow('append-only')
    for (const secret of ['user-jwt-secret', 'staff-jwt-secret', ATTACHMENT]) {
      const kept = join(folder, 'restored', secret)
      expect(await readFile(kept, 'utf8')).toBe(await readFile(join(folder, 'source', secret), 'utf8'))
      expect((await stat(kept)).mode & 0o777).toBe(0o600)
    }
  })

  it('is not restored over a Support Chat without --replace, nor where a server works', async () => {
    const refused = await runProgram('restore', [file], env())
    expect(refused).toMatchObject({
      code: 1,
      said: expect.stringMatching(/already, with \d+ accounts.*--replace/) as string,
    })
    await (await open(restored)).query(`DELETE FROM canned_replies; DELETE FROM users WHERE external_id = 'ada'`)
    expect((await runProgram('restore', [file, '--replace'], env())).code).toBe(0)
    expect((await (await open(restored)).query(`SELECT FROM users WHERE external_id = 'ada'`)).rowCount).toBe(1)

    const onSource = { url: source.url, dataDir: folder, file, replace: true }
    await expect(restoreBackup(onSource)).rejects.toThrow('A server is running on this database: stop it first.')
    expect(await server.sql('SELECT FROM support_messages')).not.toEqual([])
  })

  it('keeps the cursors of the feed and of webhooks valid', async () => {
    const other = await startTestApp({ databaseUrl: restored.url })
    try {
      const staff = await other.staffToken()
      const ids = (await page(other, staff, `?after=${beginning}`)).body.events.map(({ id }) => id)
      expect(ids).toEqual(reader.events.map(({ id }) => id))
      const [sent] = await send(other, ['ada'], 1)
      const next = await eventually(async () => {
        const { status, body } = await page(other, staff, `?after=${reader.cursor}`)
        expect(status).toBe(200)
        return body.events[0]
      }, 'the first event after the backup')
      expect(next).toMatchObject({ type: 'message.created', data: { message: { id: sent } } })
      const positions = `SELECT id, position FROM webhook_endpoints WHERE state = 'disabled'`
      expect(await other.sql(positions)).toEqual(await server.sql(positions))
    } finally {
      await other.close()
    }
  })

  it('is rehearsed without a database, and without a variable', async () => {
    const { code, said } = await runProgram('rehearse', [file], { TMPDIR: folder })
    expect(said).toMatch(/^good {2}\d+ chats with \d+ messages: none with a gap in the sequence\.$/m)
    expect(said).toMatch(/^good {2}Tables, indexes and functions: as in a new database\.$/m)
    expect(said).toMatch(/^ +\d+ {2}support_messages$/m)
    expect(code).toBe(0)
    expect((await readdir(folder)).filter((name) => name.startsWith('support-chat-rehearsal-'))).toEqual([])
  })
})

describe('What is no whole backup', () => {
  let whole: Buffer
  let empty: Database
  beforeAll(async () => {
    whole = await readFile(file)
    empty = await newDatabase(EMPTY)
  })

  const edited = (change: (text: string) => string) => gzipSync(change(gunzipSync(whole).toString()))

  it.each<[string, () => Buffer, string]>([
    ['an empty file', () => Buffer.alloc(0), 'ends too early'],
    [
      'a file of something else',
      () => Buffer.from('{"format":"support-chat-backup"}'),
      'is not a backup of Support Chat',
    ],
    ['a compressed file of something else', () => gzipSync('-- PostgreSQL database dump\n'), 'is not a backup'],
    ['a file that was not copied whole', () => whole.subarray(0, whole.length / 2), 'ends too early'],
    ['one that lacks its last byte', () => whole.subarray(0, -1), 'ends too early'],
    ['one that was compressed again in part', () => edited((text) => text.slice(0, 500_000)), 'ends too early'],
    ['a flipped bit', () => Buffer.from(whole).fill(whole[90_000]! ^ 4, 90_000, 90_001), 'is damaged'],
    ['a changed row', () => edited((text) => text.replace('Is anybody there?', 'Is nobody there?')), 'is damaged'],
    ['more than was written', () => edited((text) => `${text}{}\n`), 'is damaged'],
    ['a newer format', () => edited((text) => text.replace('"version":1', '"version":2')), 'is of a newer version'],
    [
      'newer tables',
      () => edited((text) => text.replace('"CreateAuditLog', '"Later9","CreateAuditLog')),
      'newer version (Later9',
    ],
  ])('is told for %s, and nothing is restored', async (_case, bytes, reason) => {
    const bad = join(folder, 'bad')
    await writeFile(bad, bytes())
    await expect(restoreBackup({ url: empty.url, dataDir: folder, file: bad, replace: true })).rejects.toThrow(reason)
    expect(await tablesOf(await open(empty))).toEqual([])
  })

  it('is told where PostgreSQL refuses a row, and all is as before', async () => {
    const database = await newDatabase()
    const client = await open(database)
    await client.query(await readFile(join(__dirname, 'upgrades/rows.sql'), 'utf8'))
    const rows = async () => (await client.query('SELECT * FROM support_messages ORDER BY id')).rows as unknown[]
    const before = await rows()

    const [end, ...lines] = gunzipSync(whole).toString().trimEnd().split('\n').reverse()
    const bob = '01938a00-0000-7000-8000-0000000000b2'
    const text = `${lines.reverse().join('\n')}\n`.replace(`\n${bob}\t`, `\n${bob.replace('b2', 'bb')}\t`)
    const sha256 = createHash('sha256').update(text).digest('hex')
    const orphaned = join(folder, 'orphaned')
    await writeFile(orphaned, gzipSync(text + end!.replace(/"sha256":"\w+"/, `"sha256":"${sha256}"`) + '\n'))

    const options = { url: database.url, dataDir: join(folder, 'untouched'), file: orphaned, replace: true }
    await expect(restoreBackup(options)).rejects.toThrow(/nothing was changed: .* violates foreign key constraint/)
    expect(before).not.toEqual([])
    expect(await rows()).toEqual(before)
    await expect(readdir(options.dataDir)).rejects.toThrow('ENOENT')
  })

  it('is told for a file that is not there', async () => {
    const { code, said } = await runProgram('restore', [join(folder, 'none')], {
      DATABASE_URL: empty.url,
      DATA_DIR: folder,
    })
    expect({ code, said }).toEqual({ code: 1, said: `${join(folder, 'none')} cannot be read (ENOENT).\n` })
  })

  it('is not written: nothing stands where the backup would, when it fails', async () => {
    const options = { url: empty.url, dataDir: folder, file: join(folder, 'failed') }
    await expect(createBackup(options)).rejects.toThrow('There is no Support Chat in this database')
    const { url } = await newDatabase()
    await expect(createBackup({ ...options, url, file: join(folder, 'none/failed') })).rejects.toThrow(
      'cannot be written (ENOENT)',
    )
    expect((await readdir(folder)).filter((name) => name.includes('failed') || name.includes('partial'))).toEqual([])
  })

  it('takes no table of another program for one of ours', async () => {
    const client = await open(empty)
    await client.query('CREATE TABLE users (name text)')
    await expect(restoreBackup({ url: empty.url, dataDir: folder, file, replace: true })).rejects.toThrow(
      'tables of another program under the names of ours (users)',
    )
    expect(await tablesOf(client)).toEqual(['users'])
  })
})

describe('What is wrong in a database', () => {
  it('is found: gaps, marks, references, cursors and tables', async () => {
    const [client, fresh] = [await open(await newDatabase()), await open(await newDatabase())]
    await client.query(await readFile(join(__dirname, 'upgrades/rows.sql'), 'utf8'))
    await client.query(`
      SET session_replication_role = replica;
      DELETE FROM support_messages WHERE sequence = 2;
      UPDATE support_chats SET user_read_sequence = 9 WHERE last_sequence = 2;
      DELETE FROM users WHERE external_id = 'silent';
      UPDATE webhook_endpoints SET position = 99;
      DROP INDEX support_messages_words;
      ALTER TABLE users ADD COLUMN extra text`)
    const findings = await checkRestored(client, fresh)
    expect(findings.map(({ isGood }) => isGood)).toEqual([false, false, false, false, false])
    const text = findings.map(({ text }) => text).join('\n')
    for (const part of [
      '2 with a gap',
      '1 chats are marked',
      'support_chats_user_id_fkey (1 row)',
      '2 of 2 webhooks beyond',
      'missing index CREATE INDEX support_messages_words',
      'left over column users.extra text',
    ]) {
      expect(text).toContain(part)
    }
  })
})
