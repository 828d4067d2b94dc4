import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { routes } from '@support-chat/shared'
import { memoryOutboxStore } from '@support-chat/shared/client'
import { call } from '../call.js'
import type { ServerProcess } from '../server-process.js'
import { EngineClient } from './engine-client.js'
import { fault } from './fault-table.js'
import { startFaulty } from './faults.js'
import type { RawClient } from './raw-client.js'
import { Stage, type Scene } from './stage.js'

let stage: Stage
let narrow: ServerProcess | undefined

beforeAll(async () => {
  stage = await Stage.set()
})
afterEach(() => stage.clear())
afterAll(async () => {
  await narrow?.kill()
  await stage.close()
})

async function fiftySenders(url: string): Promise<Scene> {
  const chat = await stage.newScene()
  const senders = Array.from({ length: 50 }, (_, at) => (at % 5 ? chat.rawStaff(url) : chat.rawUser(url)))
  await Promise.all(senders.map((sender) => sender.catchUp()))
  chat.staff(url)
  for (const sender of senders) for (let number = 0; number < 3; number++) sender.write(`${sender.log.name}: ${number}`)
  return chat
}

/** In an order that nobody has thought of. */
const shuffled = <T>(items: T[]): T[] =>
  items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)

describe('Many at once', () => {
  fault('50 senders in one chat', 'all are stored in one order, which everybody shows', async () => {
    const chat = await fiftySenders(stage.line.url)
    return chat.outcome()
  })

  fault('50 senders, 2 database connections', 'all of them finish', async () => {
    narrow ??= await startFaulty(stage.server.config, { poolSize: 2 })
    const chat = await fiftySenders(narrow.url)
    return chat.outcome()
  })

  fault('every send three times, shuffled, from two devices', 'each is stored and shown once', async () => {
    const chat = await stage.newScene()
    const devices: [RawClient, RawClient] = [chat.rawUser(), chat.rawUser()]
    chat.staff()
    chat.user()
    const messages = Array.from({ length: 40 }, (_, number) => ({ text: `message ${number}`, clientId: randomUUID() }))
    const sends = shuffled(messages.flatMap((message) => [message, message, message]))
    await Promise.all(sends.map(({ text, clientId }, at) => devices[at % 2 ? 1 : 0].send(text, clientId)))
    return chat.outcome()
  })

  fault('two tabs’ first message', 'the user has one chat, with each message once', async (round) => {
    const name = `two-tabs-${round}`
    const token = stage.server.userToken(name)
    const chats = await Promise.all(
      Array.from({ length: 6 }, () => call<{ id: string }>(stage.server.url + routes.userChat, 'GET', { token })),
    )
    const chatId = chats[0]!.body.id
    expect(new Set(chats.map(({ body }) => body.id))).toEqual(new Set([chatId]))
    const scene = await stage.newScene()
    const store = memoryOutboxStore()
    for (const tab of ['left', 'right']) {
      const seat = { name, chatId, url: stage.line.url, side: 'user' as const, token, store }
      scene.enter(() => new EngineClient(seat)).write(`first message of the ${tab} tab`)
    }
    return scene.outcome()
  })

  fault('archive racing a user message', 'no message is hidden by an archive that came before it', async () => {
    const chat = await (await stage.newScene()).fill()
    const hidden: string[] = []
    for (let race = 0; race < 20; race++) {
      const archive = () =>
        call(stage.server.url + routes.adminArchive(chat.chatId), 'POST', { token: stage.staffToken })
      await Promise.all([chat.talk(1, 0), delay(Math.random() * 10).then(archive)])
      const rows = await stage.server.sql(
        `SELECT FROM support_chats c WHERE id = $1 AND archived_at <=
           (SELECT max(created_at) FROM support_messages m WHERE m.chat_id = c.id AND sender_type = 'user')`,
        [chat.chatId],
      )
      if (rows.length > 0) hidden.push(`race ${race} ended with a hidden message`)
    }
    const outcome = await chat.outcome()
    return { ...outcome, lost: [...outcome.lost, ...hidden] }
  })
})
