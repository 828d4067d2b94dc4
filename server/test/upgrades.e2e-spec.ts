import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { checkRestored } from '../src/rehearse/check-restored.js'
import { restoreBackup } from '../src/restore/restore-backup.js'
import { createDatabase, EMPTY, startTestApp } from './test-app.js'
import { answersOf } from './upgrades/answers.js'

const FOLDER = join(__dirname, 'upgrades')
const releases = readdirSync(FOLDER).flatMap((name) => /(.*)\.backup$/.exec(name)?.[1] ?? [])

/** Lists no longer have chats in which nobody has written. */
function withoutEmptyChats(_: string, value: unknown): unknown {
  return Array.isArray(value)
    ? value.filter((item: { message_count?: number } | null) => item?.message_count !== 0)
    : value
}

async function open(url: string): Promise<Client> {
  const client = new Client({ connectionString: url }).on('error', () => undefined)
  await client.connect()
  return client
}

describe('A database of an earlier release', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-upgrades-'))
  afterAll(() => rmSync(dataDir, { recursive: true }))

  it.each(releases)('of %s is as a new one after the migrations, and answers as it did then', async (release) => {
    const [database, fresh] = [await createDatabase(EMPTY), await createDatabase()]
    await restoreBackup({ url: database.url, dataDir, file: join(FOLDER, `${release}.backup`), replace: false })
    const clients = [await open(database.url), await open(fresh.url)] as const
    const findings = await checkRestored(...clients)
    expect(findings.filter(({ isGood }) => !isGood)).toEqual([])

    const server = await startTestApp({ databaseUrl: database.url })
    const answers = JSON.parse(readFileSync(join(FOLDER, `${release}.json`), 'utf8'), withoutEmptyChats) as object
    // What later versions say beside it is no change of the contract.
    expect(await answersOf(server.url)).toMatchObject(answers)

    await server.close()
    await Promise.all(clients.map((client) => client.end()))
    await Promise.all([database.drop(), fresh.drop()])
  })
})
