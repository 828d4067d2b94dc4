import { eventually } from '../eventually.js'
import { hasRedis, RedisProcess } from '../redis-process.js'
import type { ServerProcess } from '../server-process.js'
import { TcpProxy } from '../tcp-proxy.js'
import { createDatabase, startTestApp, type TestApp } from '../test-app.js'
import { fault } from './fault-table.js'
import { startFaulty } from './faults.js'
import { Stage } from './stage.js'
import { TwoServers } from './two-servers.js'

/** `url`, by way of a line that can fall silent. */
async function by(url: string): Promise<{ line: TcpProxy; url: string }> {
  const line = await TcpProxy.to(`http://${new URL(url).host}`)
  const through = new URL(url)
  through.host = new URL(line.url).host
  return { line, url: through.href }
}

describe('PostgreSQL that says nothing', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let direct: TestApp
  let line: TcpProxy
  let stage: Stage

  beforeAll(async () => {
    database = await createDatabase()
    // Asks the database round the line, and serves nobody.
    direct = await startTestApp({ databaseUrl: database.url })
    const through = await by(database.url)
    line = through.line
    stage = await Stage.set({ databaseUrl: through.url })
    Object.assign(stage.server, { sql: direct.sql })
  })
  afterEach(() => {
    line.heal()
    stage.clear()
  })
  afterAll(async () => {
    await stage.close()
    await direct.close()
    await line.close()
    await database.drop()
  })

  fault('silent partition of PostgreSQL', 'what was acknowledged is stored, and the rest once it is over', async () => {
    const chat = await (await stage.newScene()).fill()
    await chat.talk(5)
    Object.assign(line, { mute: true, deaf: true })
    await chat.talk(10, 100)
    await eventually(async () => ((await isReady(stage)) ? null : true), 'the server to say that it is not ready')
    line.heal()
    return chat.outcome()
  })

  fault(
    'PostgreSQL silent on the connections that stand',
    'new ones take their place, and nothing is lost',
    async () => {
      const chat = await (await stage.newScene()).fill()
      await chat.talk(5)
      line.swallow()
      await chat.talk(10, 20)
      return chat.outcome()
    },
  )
})

async function isReady({ server }: Stage): Promise<boolean> {
  return (await fetch(`${server.url}/api/health/ready`)).status === 200
}

if (!hasRedis)
  process.stderr.write('No redis-server on the PATH: the silences of Redis and of one in three do not run\n')
const withRedis = hasRedis ? describe : describe.skip

withRedis('Redis that says nothing', () => {
  let redis: RedisProcess
  let line: TcpProxy
  let servers: TwoServers

  beforeAll(async () => {
    redis = await RedisProcess.start()
    const through = await by(redis.url)
    line = through.line
    servers = await TwoServers.set({ redisUrl: through.url })
  })
  afterEach(() => {
    line.heal()
    servers.stage.clear()
  })
  afterAll(async () => {
    await servers.close()
    await line.close()
    await redis.stop()
  })

  fault('silent partition of Redis', 'each process goes on, and all agree afterwards', async () => {
    const chat = await servers.scene()
    Object.assign(line, { mute: true, deaf: true })
    await chat.talk(10, 20)
    await eventually(() => chat.clients.every(({ unsent }) => unsent === 0) || null, 'sends to go on without Redis')
    await servers.bothFind('down')
    line.heal()
    return servers.outcome(chat)
  })
})

withRedis('One server of three', () => {
  let redis: RedisProcess
  let stage: Stage
  const servers: ServerProcess[] = []

  beforeAll(async () => {
    redis = await RedisProcess.start()
    stage = await Stage.set()
  })
  afterEach(async () => {
    stage.clear()
    for (const server of servers.splice(0)) await server.kill()
  })
  afterAll(async () => {
    await stage.close()
    await redis.stop()
  })

  fault('a frozen server of three', 'what it holds is let go of, the others go on, and it catches up', async () => {
    const config = { ...stage.server.config, redisUrl: redis.url }
    const [frozen, ...others] = await Promise.all([1, 2, 3].map(() => startFaulty(config)))
    servers.push(frozen!, ...others)
    const chat = await stage.newScene()
    await chat.fill(frozen!.url)
    const victims = new Set(chat.clients)
    for (const { url } of others) await chat.fill(url)
    await chat.talk(3)
    // In the middle of a transaction, with the chat's row locked.
    frozen!.send({ at: 'before the commit', signal: 'SIGSTOP' })
    const talking = chat.talk(5, 20)
    await frozen!.stopped()
    await talking
    await eventually(
      () => chat.clients.every((client) => victims.has(client) || client.unsent === 0) || null,
      'everybody else’s messages to be stored',
    )
    frozen!.continue()
    return chat.outcome()
  })
})
