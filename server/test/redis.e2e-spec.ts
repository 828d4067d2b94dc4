import { randomUUID } from 'node:crypto'
import {
  routes,
  type ChatListPage,
  type ServerEvents,
  type SupportChat,
  type SupportMessage,
} from '@support-chat/shared'
import { Redis } from 'ioredis'
import { RateLimiter } from '../src/rate-limits/rate-limiter.js'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { EmailOutboxWorker } from '../src/notifications/email-outbox.worker.js'
import { MemoryBuckets, RedisBuckets } from '../src/rate-limits/token-buckets.js'
import { RedisConnections } from '../src/redis/redis-connections.js'
import { eventually } from './eventually.js'
import { hasRedis, RedisProcess } from './redis-process.js'
import { ServerProcess } from './server-process.js'
import { SmtpSink } from './smtp-sink.js'
import { startTestApp, type TestApp, type TestSocket } from './test-app.js'

if (!hasRedis) process.stderr.write('No redis-server on the PATH: "Two nodes on one Redis" does not run\n')
const withRedis = hasRedis ? describe : describe.skip

/** Where Bull keeps what is for later, and the channel on which it tells of that. */
const DELAYED_JOBS = 'support-chat:bull:reply-emails:delayed'

withRedis('Two nodes on one Redis', () => {
  let redis: RedisProcess
  let sink: SmtpSink
  let one: TestApp
  let two: TestApp
  let staff: string

  beforeAll(async () => {
    redis = await RedisProcess.start()
    sink = await SmtpSink.start()
    one = await startTestApp({ redisUrl: redis.url, smtpUrl: sink.url, replyEmailDelaySeconds: 3_600 })
    two = await startTestApp({ ...one.config, port: 0 })
    staff = await one.staffToken()
    await bothReach('up')
  })

  afterAll(async () => {
    await two.close()
    await one.close()
    await sink.stop()
    await redis.stop()
  })

  const stateOf = ({ app }: TestApp) => app.get(RedisConnections, { strict: false }).state()

  async function bothReach(state: 'up' | 'down'): Promise<void> {
    await eventually(
      () => (stateOf(one) === state && stateOf(two) === state ? true : null),
      `both nodes to find Redis ${state}`,
    )
    if (state === 'up') await eventually(bothListen, 'both nodes to listen to each other')
  }

  /** A line that is back brings its subscriptions back a moment later. */
  async function bothListen(): Promise<true | null> {
    const answer = await redis.command('PUBSUB', 'NUMSUB', 'support-chat-request#/#')
    return (answer as [string, number])[1] === 2 || null
  }

  async function newChat(name: string): Promise<{ chatId: string; token: string; email: string }> {
    const token = one.userToken(name)
    const response = await fetch(one.url + routes.userChat, { headers: { authorization: `Bearer ${token}` } })
    const { id } = (await response.json()) as SupportChat
    return { chatId: id, token, email: `${name}@example.com` }
  }

  async function reply(url: string, chatId: string, content: string): Promise<void> {
    const response = await fetch(url + routes.adminMessages(chatId), {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content, client_id: randomUUID() }),
    })
    expect(response.status).toBe(201)
  }

  /** The delay has passed; nobody has looked yet. */
  const comesDue = (chatId: string) =>
    one.sql(`UPDATE email_notifications SET due_at = now() - interval '1 second' WHERE chat_id = $1`, [chatId])

  async function send(socket: TestSocket, chatId: string, content: string): Promise<SupportMessage> {
    const answer = await socket
      .timeout(60_000)
      .emitWithAck('send_message', { chat_id: chatId, content, client_id: randomUUID() })
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.data
  }

  /** Everything the socket is told of new messages, from now on. */
  function listen(socket: TestSocket): string[] {
    const received: string[] = []
    socket.on('new_message', ({ message }: ServerEvents['new_message']) => received.push(message.content))
    return received
  }

  const hears = (received: string[], content: string) =>
    eventually(() => (received.includes(content) ? true : null), `"${content}" to be heard`)

  async function conversation(name: string, userNode: TestApp, staffNode: TestApp) {
    const { chatId, token } = await newChat(name)
    const user = await userNode.connect(token)
    const agent = await staffNode.connect(staff)
    const joined = await agent.emitWithAck('join_chat', { chat_id: chatId })
    expect(joined.ok).toBe(true)
    return { chatId, user, agent, userHears: listen(user), staffHears: listen(agent) }
  }

  it('show users of both that staff are there, and staff of both under which name', async () => {
    const { chatId, token } = await newChat('greeted')
    const isOnline = async () => {
      const response = await fetch(two.url + routes.userChat, { headers: { authorization: `Bearer ${token}` } })
      return ((await response.json()) as SupportChat).team.online
    }
    expect(await isOnline()).toBe(false)
    const elsewhere = await one.connect(staff)
    await eventually(async () => ((await isOnline()) ? true : null), 'staff of the other node to be seen')
    const colleague = await two.connect(staff)
    const heard: string[] = []
    colleague.on('staff_updated', ({ staff: { name } }) => heard.push(`staff ${name}`))
    colleague.on('viewers', ({ viewers }) => heard.push(`viewer ${viewers[0]?.name}`))
    await colleague.emitWithAck('join_chat', { chat_id: chatId })
    for (const name of ['Cleo', 'Support']) {
      await fetch(one.url + routes.me, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      })
      for (const news of [`staff ${name}`, `viewer ${name}`])
        await eventually(() => heard.find((one) => one === news), news)
      heard.length = 0
    }
    elsewhere.disconnect()
    colleague.disconnect()
    await eventually(async () => ((await isOnline()) ? null : true), 'staff to be seen as gone')
  })

  it('carry messages both ways between a user on the one and staff on the other', async () => {
    const { chatId, user, agent, userHears, staffHears } = await conversation('across', one, two)
    await send(user, chatId, 'from the user')
    await hears(staffHears, 'from the user')
    await send(agent, chatId, 'from staff')
    await hears(userHears, 'from staff')
  })

  it('know of every user who is connected, to whichever of them', async () => {
    const { chatId, token } = await newChat('somewhere')
    const online = async ({ url }: TestApp) => {
      const response = await fetch(`${url}${routes.adminChats}?q=somewhere`, {
        headers: { authorization: `Bearer ${staff}` },
      })
      const [chat] = ((await response.json()) as ChatListPage).chats
      return chat?.id === chatId ? chat.user_online : undefined
    }
    const become = (expected: boolean) =>
      eventually(
        async () => ((await online(one)) === expected && (await online(two)) === expected ? true : null),
        `both nodes to know that the user is ${expected ? 'on' : 'off'}line`,
      )
    await become(false)
    const first = await one.connect(token)
    await become(true)
    const second = await two.connect(token)
    first.disconnect()
    second.disconnect()
    await become(false)
  })

  it('agree on who of staff has a chat open', async () => {
    const { chatId } = await newChat('viewed')
    const [here, there] = [await one.connect(staff), await two.connect(staff)]
    const seen: ServerEvents['viewers'][] = []
    here.on('viewers', (event) => seen.push(event))
    await here.emitWithAck('join_chat', { chat_id: chatId })
    await there.emitWithAck('join_chat', { chat_id: chatId })
    await there.emitWithAck('typing', { chat_id: chatId, is_typing: true })
    const typing = await eventually(() => seen.find(({ viewers }) => viewers[0]?.is_typing), 'the typing elsewhere')
    expect(typing.viewers).toHaveLength(1)
    there.disconnect()
    await eventually(() => (seen.at(-1)?.viewers[0]?.is_typing === false ? true : null), 'the typing to end')
  })

  it('wake by Bull for an e-mail that a process has left behind', async () => {
    const { chatId, email } = await newChat('left-behind')
    const doomed = await ServerProcess.start(one.config)
    let job: string
    try {
      await reply(doomed.url, chatId, 'Good day')
      job = await eventually(
        async () => ((await redis.command('ZRANGE', DELAYED_JOBS, '0', '0')) as string[])[0],
        'the job',
      )
    } finally {
      await doomed.kill()
    }
    await comesDue(chatId)
    await redis.command('ZADD', DELAYED_JOBS, '0', job)
    await redis.command('PUBLISH', DELAYED_JOBS, '0')
    const [mail] = await sink.waitFor(email)
    expect(mail?.text).toContain('> Good day')
    expect(sink.sentTo(email)).toHaveLength(1)
  })

  it('lose no e-mail when Redis is flushed while it waits', async () => {
    const { chatId, email } = await newChat('flushed')
    await reply(one.url, chatId, 'Still here')
    await redis.command('FLUSHALL')
    await comesDue(chatId)
    await two.app.get(EmailOutboxWorker, { strict: false }).sweep()
    await sink.waitFor(email)
    expect(sink.sentTo(email)).toHaveLength(1)
  })

  it('share the limits of a user', async () => {
    const [here, there] = [one, two].map(({ app }) => app.get(RateLimiter, { strict: false }))
    // What a node counts by itself, should Redis not answer in time, is not shared.
    let unshared = 0
    for (const { app } of [one, two]) {
      const own = app.get(MemoryBuckets, { strict: false })
      own.take = () => ((unshared += 1), Promise.resolve(0))
    }
    const account = randomUUID()
    let taken = 0
    const take = (node: RateLimiter) => node.take('login', account).then(() => void taken++)
    for (let at = 0; at < RATE_LIMITS.login.burst; at++) await take(here!)
    const refused = await eventually(() => take(there!).catch((error: unknown) => error), 'the limit')
    expect(refused).toMatchObject({
      code: 'rate_limited',
      details: { retry_after_ms: expect.any(Number) as number },
    })
    expect(taken - unshared).toBeLessThan(2 * RATE_LIMITS.login.burst)
  })

  it('share what is given back, down to nothing', async () => {
    const client = new Redis(redis.url)
    const buckets = new RedisBuckets(client)
    const limit = { burst: 3, perSecond: 1 / 3_600 }
    const take = () => buckets.take('given-back', limit)
    const waits = [await take(), await take(), await take(), await take()]
    expect(waits.map((wait) => wait > 0)).toEqual([false, false, false, true])
    await buckets.giveBack('given-back', limit)
    expect([await take(), (await take()) > 0]).toEqual([0, true])
    for (let times = 0; times < 5; times++) await buckets.giveBack('given-back', limit)
    expect(await client.keys('*given-back*')).toEqual([])
    client.disconnect()
  })

  it('go on by themselves while Redis is frozen, and while it is gone, and find each other again', async () => {
    const { chatId, user, agent, userHears, staffHears } = await conversation('outage', one, one)
    const far = await two.connect(staff)
    await far.emitWithAck('join_chat', { chat_id: chatId })
    const farHears = listen(far)

    redis.freeze()
    await send(user, chatId, 'frozen: from the user')
    await hears(staffHears, 'frozen: from the user')
    await eventually(() => (stateOf(one) === 'down' ? true : null), 'the node to notice')
    redis.thaw()
    await bothReach('up')

    await redis.kill()
    await bothReach('down')
    await send(user, chatId, 'gone: from the user')
    await hears(staffHears, 'gone: from the user')
    await send(agent, chatId, 'gone: from staff')
    await hears(userHears, 'gone: from staff')
    expect(farHears).not.toContain('gone: from staff')
    const behind = await far.emitWithAck('join_chat', { chat_id: chatId, since: 1 })
    expect(behind.ok && behind.data.messages.map(({ content }) => content)).toEqual([
      'gone: from the user',
      'gone: from staff',
    ])
    const ready = await fetch(`${one.url}/api/health/ready`)
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok', database: 'up', redis: 'down' }])

    await redis.revive()
    await bothReach('up')
    await send(user, chatId, 'back: from the user')
    await hears(farHears, 'back: from the user')
  })

  it('send an e-mail on time while Redis is gone', async () => {
    await redis.kill()
    await bothReach('down')
    const { chatId, email } = await newChat('without-redis')
    Object.assign(one.config, { replyEmailDelaySeconds: 1 })
    await reply(one.url, chatId, 'On time')
    await sink.waitFor(email)
    expect(sink.sentTo(email)).toHaveLength(1)
  })
})
