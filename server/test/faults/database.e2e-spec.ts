import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embedded-postgres/embedded-postgres.js'
import { eventually } from '../eventually.js'
import { fault } from './fault-table.js'
import { Stage } from './stage.js'

/** A PostgreSQL of its own, with fsync as in production, since it is going to be ended in the middle of its work. */
describe('The database', () => {
  let dataDir: string
  let postgres: EmbeddedPostgres
  let stage: Stage

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'support-chat-faults-'))
    await chmod(dataDir, 0o755)
    postgres = await startEmbeddedPostgres({ dataDir })
    stage = await Stage.set({ databaseUrl: postgres.url })
  })
  afterEach(() => stage.clear())
  afterAll(async () => {
    await stage.close()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const postmaster = async (): Promise<number | null> => {
    const file = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '')
    return Number(file.split('\n')[0]) || null
  }

  fault(
    'PostgreSQL restart under load',
    'what was acknowledged is there afterwards, the rest is sent again',
    async () => {
      const chat = await (await stage.newScene()).fill()
      await chat.talk(5)
      const before = await eventually(postmaster, 'the running PostgreSQL')
      const talking = chat.talk(60)
      // The way it ends when it crashes: at once, leaving its log to be repeated.
      process.kill(before, 'SIGQUIT')
      await eventually(async () => ((await postmaster()) ?? before) !== before || null, 'PostgreSQL to run again')
      await talking
      await eventually(() => stage.server.sql('SELECT 1').catch(() => null), 'PostgreSQL to answer')
      return chat.outcome()
    },
  )
})
