import { setTimeout as delay } from 'node:timers/promises'
import type { Socket } from 'socket.io'
import { MAX_SEND_BUFFER } from '../../src/realtime/backpressure.js'
import { eventually } from '../eventually.js'
import { socketServer } from '../test-app.js'
import { fault } from './fault-table.js'
import { Stage, type Scene } from './stage.js'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.set()
})
afterEach(() => stage.clear())
afterAll(() => stage.close())

/** Users and one of staff on the line that will be bad, and another of staff on a good one. */
async function scene(): Promise<Scene> {
  const scene = await (await stage.newScene()).fill()
  scene.staff(stage.server.url)
  return scene
}

describe('On a bad network', () => {
  fault('line cut again and again', 'everyone comes back to the same conversation', async () => {
    const chat = await scene()
    for (let cut = 0; cut < 6; cut++) {
      await chat.talk(3, 20)
      stage.line.cut()
    }
    return chat.outcome()
  })

  fault('partition', 'both sides go on writing, and agree once it is over', async () => {
    const chat = await scene()
    await chat.talk(2)
    Object.assign(stage.line, { mute: true, deaf: true })
    await chat.talk(10, 100)
    stage.line.heal()
    stage.line.cut()
    return chat.outcome()
  })

  fault('half-open, server unheard', 'what arrived without an answer is stored once', async () => {
    const chat = await scene()
    stage.line.mute = true
    await chat.talk(10, 100)
    stage.line.heal()
    stage.line.cut()
    return chat.outcome()
  })

  fault('half-open, clients unheard', 'what never arrived is sent again', async () => {
    const chat = await scene()
    stage.line.deaf = true
    await chat.talk(10, 100)
    stage.line.heal()
    stage.line.cut()
    return chat.outcome()
  })

  fault('slow link', '100 ms each way and 20 kB/s delay the conversation, and change nothing in it', async () => {
    const chat = await scene()
    Object.assign(stage.line, { latency: 100, bytesPerSecond: 20_000 })
    await chat.talk(6)
    return chat.outcome()
  })

  fault('messages during join', 'a client that enters in the middle of a stream misses nothing of it', async () => {
    const chat = await stage.newScene()
    const [writer, other] = [chat.rawStaff(), chat.rawUser()]
    let isOver = false
    const writing = (async () => {
      for (let number = 0; number < 25 || !isOver; number++) {
        for (const client of [writer, other]) chat.say(client)
        await delay(3)
      }
    })()
    for (let joins = 0; joins < 4; joins++) {
      chat.rawStaff()
      chat.staff()
      chat.user()
      await delay(40)
    }
    isOver = true
    await writing
    return chat.outcome()
  })
})

describe('A slow reader', () => {
  const server = () => socketServer(stage.server)

  /** What waits in the server for each of its clients, in characters. */
  function waiting(): number[] {
    return [...server().sockets.values()].map(({ conn }) => {
      const { writeBuffer } = conn as unknown as { writeBuffer: { data?: string }[] }
      return writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0)
    })
  }

  fault('slow reader', 'takes no more than its share of the server’s memory, and catches up later', async () => {
    // Those of the round before, so that the connection that is closed is this reader's.
    stage.clear()
    await eventually(() => waiting().length === 0 || null, 'an empty server')
    // Why the server's connections end: the reader comes back at once, so that it may never be seen to be away.
    const ends: string[] = []
    server().server.engine.on('connection', (connection: Socket['conn']) => {
      connection.once('close', (reason) => ends.push(reason))
    })
    const chat = await stage.newScene()
    const slow = chat.user()
    await eventually(() => (slow.isLive ? true : null), 'the reader')
    stage.line.bytesPerSecond = 1_000
    const writer = chat.rawStaff(stage.server.url)
    let most = 0
    // The most bytes that fit, and no words to be found by.
    const text = '😀'.repeat(3_900)
    let number = 0
    while (!ends.includes('forced close')) {
      if (number === 3_000) throw new Error(`Nobody hung up on the slow reader, for whom ${most} waited`)
      await Promise.all(Array.from({ length: 25 }, () => writer.send(`${number++} ${text}`)))
      most = Math.max(most, ...waiting())
    }
    expect(most).toBeGreaterThan(MAX_SEND_BUFFER / 2)
    expect(most).toBeLessThan(MAX_SEND_BUFFER + 100 * text.length)
    stage.line.heal()
    return chat.outcome()
  })
})
