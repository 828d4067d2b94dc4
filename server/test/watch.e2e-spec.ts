import { randomUUID } from 'node:crypto'
import {
  type ApiError,
  type ChatCounts,
  MAX_WATCHED_CHATS,
  routes,
  type ServerEvents,
  staffRoutes,
  type SupportChat,
} from '@support-chat/shared'
import { serverEvents } from '@support-chat/shared/contract'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { REPEAT_COUNTS } from '../src/realtime/counts.service.js'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { eventually } from './eventually.js'
import { hasRedis, RedisProcess } from './redis-process.js'
import { startTestApp, type TestApp, type TestSocket, useTestApp } from './test-app.js'

if (!hasRedis) process.stderr.write('No redis-server on the PATH: counts are not told from process to process\n')
const withRedis = hasRedis ? describe : describe.skip

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))
beforeAll(() => server.app.get(IntervalTasks, { strict: false }).stop(REPEAT_COUNTS))

let names = 0
async function newChat({ url, userToken } = server) {
  const token = userToken(`watched-${++names}`)
  const { id } = (await call<SupportChat>(url + routes.userChat, 'GET', { token })).body
  const write = (content: string) =>
    call(url + routes.userMessages, 'POST', { token, body: { content, client_id: randomUUID() } })
  return { id, token, write }
}

const countsOf = async (token: string, { url } = server) =>
  (await call<ChatCounts>(url + staffRoutes.counts, 'GET', { token })).body

/** A socket of staff, and what it is told. */
async function listen(token = staff, { connect } = server) {
  const socket = await connect(token)
  const messages: string[] = []
  const cards: string[] = []
  const counts: ServerEvents['counts'][] = []
  socket.on('new_user_message', ({ message }) => messages.push(message.content))
  socket.on('chat_updated', ({ chat }) => cards.push(chat.id))
  socket.on('counts', (event) => counts.push(event))
  return { socket, messages, cards, counts }
}
type Listener = Awaited<ReturnType<typeof listen>>

const watch = (socket: TestSocket, chat_ids: string[]) => socket.emitWithAck('watch', { chat_ids })
const tells = ({ counts }: Listener, chatId: string) =>
  eventually(() => counts.find(({ chat_ids }) => chat_ids.includes(chatId)), `counts that tell of ${chatId}`)

describe('A staff socket', () => {
  it('that never asks hears of every chat, and gets no counts', async () => {
    const [one, other] = [await newChat(), await newChat()]
    const [all, some] = [await listen(), await listen()]
    expect(await watch(some.socket, [])).toEqual({ ok: true, data: {} })
    await one.write('one')
    await other.write('other')
    await tells(some, other.id)
    await eventually(() => (all.cards.includes(one.id) && all.cards.includes(other.id)) || null, 'both cards')
    expect(all.messages).toEqual(['one', 'other'])
    expect(all.counts).toEqual([])
    expect(some.messages).toEqual([])
    expect(some.cards).toEqual([])
  })

  it('that watches some chats hears of these, and of the others by counts alone', async () => {
    const [watched, other] = [await newChat(), await newChat()]
    const listener = await listen()
    await watch(listener.socket, [watched.id.toUpperCase()])
    await watched.write('watched')
    await other.write('other')
    const told = await tells(listener, other.id)
    await eventually(() => listener.cards.length > 0 || null, 'the card')
    expect(new Set(listener.cards)).toEqual(new Set([watched.id]))
    expect(listener.messages).toEqual(['watched'])
    expect(serverEvents.counts.strict().parse(told)).toEqual(told)
    expect(told.chat_id).toBe(told.chat_ids[0])
    await eventually(async () => {
      const { chat_id: _, chat_ids: __, ...last } = listener.counts.at(-1)!
      return JSON.stringify(sorted(last)) === JSON.stringify(sorted(await countsOf(staff))) || null
    }, 'the counts that are answered over REST')
  })

  it('hears of other chats when it asks again, and the last asking counts', async () => {
    const [one, other] = [await newChat(), await newChat()]
    const listener = await listen()
    await watch(listener.socket, [one.id])
    await Promise.all([watch(listener.socket, [one.id, other.id]), watch(listener.socket, [other.id])])
    await one.write('not any more')
    await other.write('now')
    await tells(listener, other.id)
    await eventually(() => listener.cards.includes(other.id) || null, 'the card')
    expect(listener.messages).toEqual(['now'])
    expect(listener.cards).not.toContain(one.id)
  })

  it('misses no message of a chat that stays, while it changes what it watches', async () => {
    const [stays, ...others] = [await newChat(), await newChat(), await newChat(), await newChat()]
    const listener = await listen()
    await watch(listener.socket, [stays.id])
    const written: string[] = []
    let done = false
    const changing = (async () => {
      for (let at = 0; !done; at++) await watch(listener.socket, [stays.id, others[at % others.length]!.id])
    })()
    for (let at = 0; at < 40; at++) {
      written.push(`message ${at}`)
      await stays.write(`message ${at}`)
    }
    done = true
    await changing
    await eventually(() => listener.messages.length >= written.length || null, 'every message')
    expect(listener.messages).toEqual(written)
  })

  it('gets the numbers of its own member of staff', async () => {
    const grace = await newColleague(server, staff, 'Grace')
    const { id, write } = await newChat()
    const [own, hers] = [await listen(), await listen(grace.token)]
    for (const { socket } of [own, hers]) await watch(socket, [])
    await write('Hello')
    for (const listener of [own, hers]) await tells(listener, id)
    const before = [await countsOf(staff), await countsOf(grace.token)]
    await call(server.url + staffRoutes.notes(id), 'POST', {
      token: staff,
      body: { content: 'Look', client_id: randomUUID(), mentions: [grace.id] },
    })
    const mentions = ({ counts }: Listener) => counts.at(-1)?.mentions
    await eventually(() => mentions(hers) === before[1]!.mentions + 1 || null, 'her mention to be counted')
    expect(mentions(own)).toBe(before[0]!.mentions)
    expect(hers.counts.at(-1)!.chat_id).toBeUndefined()
    await call(server.url + routes.adminChat(id), 'GET', { token: grace.token })
    await eventually(() => mentions(hers) === before[1]!.mentions || null, 'her mention to be seen')
  })

  it('is told once a second at most, of every chat in which somebody wrote', async () => {
    const chats = await Promise.all(Array.from({ length: 12 }, () => newChat()))
    const listener = await listen()
    await watch(listener.socket, [])
    const began = performance.now()
    for (const { write } of chats) await write('at once')
    await tells(listener, chats.at(-1)!.id)
    const seconds = (performance.now() - began) / 1_000
    expect(listener.counts.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1)
    const told = new Set(listener.counts.flatMap(({ chat_ids }) => chat_ids))
    for (const { id } of chats) expect(told).toContain(id)
    expect(listener.counts.at(-1)!.chat_id).toBe(chats.at(-1)!.id)
  })

  it.each([
    ['too many', Array.from({ length: MAX_WATCHED_CHATS + 1 }, () => randomUUID())],
    ['what is no id', ['a']],
    ['no list', 'a'],
    ['nothing', undefined],
  ])('is refused %s', async (_, chat_ids) => {
    const { socket } = await listen()
    expect(await watch(socket, chat_ids as string[])).toMatchObject({ ok: false, error: { code: 'invalid_request' } })
  })

  it('of a user may not watch, and hears nothing of others', async () => {
    const [own, other] = [await newChat(), await newChat()]
    const [user, watching] = [await listen(own.token), await listen()]
    await watch(watching.socket, [])
    for (const chat_ids of [[other.id], ['a']]) {
      const refused = (await watch(user.socket, chat_ids)) as { error?: ApiError }
      expect(refused.error?.code).toBe('forbidden')
    }
    await other.write('private')
    await tells(watching, other.id)
    await user.socket.emitWithAck('join_chat', { chat_id: own.id })
    expect([user.messages, user.cards, user.counts]).toEqual([[], [], []])
  })
})

withRedis('A staff socket at another process', () => {
  it('hears of the chats that it watches, and by counts of the others', async () => {
    const redis = await RedisProcess.start()
    const one = await startTestApp({ redisUrl: redis.url })
    const two = await startTestApp({ ...one.config, port: 0 })
    const token = await one.staffToken()
    const [watched, other] = [await newChat(two), await newChat(two)]
    const listener = await listen(token, one)
    await watch(listener.socket, [watched.id])
    // Until the two hear of each other.
    await eventually(async () => {
      await watched.write('watched')
      return listener.messages.length > 0 || null
    }, 'a message of the other process')
    await other.write('other')
    const told = await tells(listener, other.id)
    expect(told.unread).toBe(2)
    expect(listener.messages).not.toContain('other')
    await two.close()
    await one.close()
    await redis.stop()
  })
})

const sorted = (counts: object) => Object.fromEntries(Object.entries(counts).sort())
