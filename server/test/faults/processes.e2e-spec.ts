import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '../eventually.js'
import { ServerProcess } from '../server-process.js'
import { EngineClient } from './engine-client.js'
import { fault } from './fault-table.js'
import { startFaulty, type Death } from './faults.js'
import { MainProcess } from './main-process.js'
import { Stage, type Scene } from './stage.js'

const TEN_MINUTES_MS = 600_000

let stage: Stage
const processes: { kill(): Promise<void> }[] = []

beforeAll(async () => {
  stage = await Stage.set()
})
afterEach(async () => {
  stage.clear()
  for (const process of processes.splice(0)) await process.kill()
})
afterAll(() => stage.close())

/** A chat whose people all talk to one process. */
async function sceneOn(process: ServerProcess | MainProcess): Promise<Scene> {
  processes.push(process)
  stage.line.target = process.url
  return (await stage.newScene()).fill()
}

/** To the server that stays, once the other one is dead. */
async function moveOver(doomed: ServerProcess): Promise<void> {
  await doomed.ended()
  stage.line.target = stage.server.url
}

describe('A server process', () => {
  fault('kill -9 under load', 'what it had acknowledged is stored, and what it had not is sent again', async () => {
    const doomed = await ServerProcess.start(stage.server.config)
    const scene = await sceneOn(doomed)
    const talking = scene.talk(40)
    await delay(100)
    await doomed.kill()
    await moveOver(doomed)
    await talking
    return scene.outcome()
  })

  const deaths: [Death['at'], string][] = [
    ['before the commit', 'nobody was told of the message, and it is stored once by its repetition'],
    ['between commit and broadcast', 'the message that nobody was told of is shown to all'],
    ['between broadcast and ack', 'the message is stored once, though its sender has to ask again'],
  ]
  for (const [at, promise] of deaths) {
    fault(`killed ${at}`, promise, async () => {
      const doomed = await startFaulty(stage.server.config)
      const scene = await sceneOn(doomed)
      await scene.talk(3)
      doomed.send({ at })
      await scene.talk(5)
      await moveOver(doomed)
      await scene.talk(1)
      return scene.outcome()
    })
  }

  fault(
    'SIGTERM under load',
    'it says that it is not ready, ends its work, and its clients come back spread',
    async () => {
      const leaving = await MainProcess.start(stage.server.config)
      const scene = await sceneOn(leaving)
      const crowd = Array.from({ length: 16 }, () => scene.user())
      await eventually(() => crowd.every(({ isLive }) => isLive) || null, 'the crowd')
      const timers = jest.spyOn(globalThis, 'setTimeout')
      const talking = scene.talk(10, 100)
      const ended = leaving.terminate()
      const health = (path: string) => fetch(`${leaving.url}/api/health/${path}`).then(({ status }) => status)
      await eventually(async () => (await health('ready')) === 503 || null, 'the process to say that it is leaving')
      expect(await health('live')).toBe(200)
      // What a load balancer does on hearing that.
      stage.line.target = stage.server.url
      leaving.endNotice()
      expect(await ended).toBe(0)
      await talking
      const outcome = await scene.outcome()
      // Each of them waits a time of its own, which chance decides.
      const waits = timers.mock.calls.map(([, wait]) => wait ?? 0).filter((wait) => !Number.isInteger(wait))
      timers.mockRestore()
      expect(new Set(waits).size).toBeGreaterThanOrEqual(crowd.length)
      return outcome
    },
  )
})

describe('Clocks', () => {
  fault('servers’ clocks ten minutes fast and slow', 'nothing in the conversation goes by them', async () => {
    const [fast, slow] = await Promise.all(
      [TEN_MINUTES_MS, -TEN_MINUTES_MS].map((clockSkewMs) => startFaulty(stage.server.config, { clockSkewMs })),
    )
    processes.push(slow!)
    const scene = await sceneOn(fast!)
    await scene.talk(5)
    stage.line.target = slow!.url
    stage.line.cut()
    await scene.talk(5)
    const outcome = await scene.outcome()
    const unordered = await stage.server.sql(
      `SELECT FROM support_messages m JOIN support_messages n USING (chat_id)
       WHERE chat_id = $1 AND m.sequence < n.sequence AND m.created_at > n.created_at`,
      [scene.chatId],
    )
    expect(unordered).toEqual([])
    return outcome
  })

  fault('client’s clock ten minutes fast', 'it takes part, though it thinks each of its tokens expired', async () => {
    const server = await ServerProcess.start(stage.server.config)
    processes.push(server)
    stage.line.target = server.url
    const scene = await stage.newScene()
    const real = Date.now
    const exp = Math.floor(real() / 1_000) + 300
    const token = stage.server.userToken(scene.userName, { exp })
    const skewed = jest.spyOn(Date, 'now').mockImplementation(() => real() + TEN_MINUTES_MS)
    try {
      const { url } = stage.line
      const seat = { chatId: scene.chatId, url, side: 'user' as const, token }
      const user = scene.enter((name) => new EngineClient({ ...seat, name }))
      await eventually(() => user.isLive || null, 'the user to be there')
      await scene.fill()
      await scene.talk(5)
      stage.line.cut()
      await scene.talk(5)
      return await scene.outcome()
    } finally {
      skewed.mockRestore()
    }
  })
})
