import { randomUUID } from 'node:crypto'
import {
  routes,
  staffRoutes,
  type SupportChat,
  type SupportMessage,
  type WebhookWithSecret,
} from '@support-chat/shared'
import { WallClock } from '../../src/common/clock.js'
import { IntervalTasks } from '../../src/common/interval-tasks.js'
import { DISPATCH_WEBHOOKS } from '../../src/webhooks/webhook-dispatcher.js'
import { BATCH, RETRY_AFTER_SECONDS } from '../../src/webhooks/webhook.policy.js'
import { call } from '../call.js'
import { eventually } from '../eventually.js'
import { hasRedis, RedisProcess } from '../redis-process.js'
import { startTestApp, type TestApp } from '../test-app.js'
import { type Received, WebhookReceiver } from '../webhook-receiver.js'
import type { Outcome } from './checker.js'
import { fault } from './fault-table.js'
import { type Death, startFaulty } from './faults.js'

/** More than the claim of a process that has died. */
const LEASE_SECONDS = 61
const BEHIND = 10_000

let server: TestApp
let staff: string
let receiver: WebhookReceiver
let token: string
/** Ids of the messages that the server said were stored. */
let acknowledged: string[]

async function set(config: Parameters<typeof startTestApp>[0] = {}): Promise<void> {
  server = await startTestApp(config)
  staff = await server.staffToken()
  receiver = await WebhookReceiver.start()
  token = server.userToken('ada')
  acknowledged = []
  await call<SupportChat>(server.url + routes.userChat, 'GET', { token })
}
afterEach(async () => {
  await receiver.stop()
  await server.close()
})

const addEndpoint = async () =>
  (
    await call<WebhookWithSecret>(server.url + staffRoutes.webhooks, 'POST', {
      token: staff,
      body: { url: receiver.url },
    })
  ).body

/** Not acknowledged where the process dies over it. */
async function say(url = server.url): Promise<void> {
  const body = { content: `Message ${acknowledged.length}`, client_id: randomUUID() }
  const sent = await call<SupportMessage>(url + routes.userMessages, 'POST', { token, body }).catch(() => null)
  if (sent?.status === 201) acknowledged.push(sent.body.id)
}

/** Moves the time of day of the server that stays forward, and lets it look. */
async function forward(seconds: number): Promise<void> {
  const clock = server.app.get(WallClock, { strict: false })
  const now = clock.now.bind(clock)
  clock.now = () => new Date(now().getTime() + seconds * 1_000)
  await server.app.get(IntervalTasks, { strict: false }).run(DISPATCH_WEBHOOKS)
}

const messageOf = ({ body }: Received) => (JSON.parse(body) as { data: { message?: { id: string } } }).data.message?.id

/** Waits until every message has come, and compares with the feed. */
async function outcome(received: () => Received[] = () => receiver.received): Promise<Outcome> {
  const began = performance.now()
  const come = () => new Set(received().map(messageOf))
  const missing = () => acknowledged.filter((id) => !come().has(id))
  await eventually(() => (missing().length === 0 ? true : null), 'every message to come').catch(() => undefined)
  const events = await server.sql<{ id: string; message_id: string }>(
    `SELECT id, message_id FROM events WHERE type = 'message.created'`,
  )
  const eventOf = new Map(events.map(({ id, message_id }) => [message_id, id]))
  const told = received().filter((request) => messageOf(request) !== undefined)
  return {
    acknowledged: acknowledged.length,
    lost: missing(),
    // The same message under another id could not be told from another message.
    duplicated: told.filter((request) => eventOf.get(messageOf(request)!) !== request.id).map(({ id }) => id),
    outOfOrder: [],
    notStored: told.filter((request) => !eventOf.has(messageOf(request)!)).map(({ id }) => id),
    secondsToHeal: (performance.now() - began) / 1_000,
  }
}

describe('Webhooks', () => {
  const deaths: [Death['at'], string][] = [
    ['before the POST', 'another process sends the event'],
    ['after the POST', 'the event comes a second time, under the same id'],
  ]
  for (const [at, promise] of deaths) {
    fault(`process killed ${at}`, promise, async () => {
      await set()
      await addEndpoint()
      const doomed = await startFaulty(server.config)
      let isDead = false
      void doomed.ended().then(() => (isDead = true))
      await say(doomed.url)
      doomed.send({ at })
      // The two processes take turns: sooner or later it is the one that dies who sends.
      await eventually(async () => {
        if (!isDead) await say(doomed.url)
        return isDead || null
      }, 'the process to die')
      await say()
      await forward(LEASE_SECONDS)
      const result = await outcome()
      const ids = receiver.received.map(({ id }) => id)
      if (at === 'after the POST') {
        await eventually(() => (receiver.received.length > new Set(ids).size ? true : null), 'the repetition')
      }
      return result
    })
  }

  fault('endpoint away for a day', 'everything comes once it is back, under one id each', async () => {
    await set()
    const { id } = await addEndpoint()
    const { port } = new URL(receiver.url)
    await receiver.stop()
    for (let number = 0; number < 5; number++) await say()
    const attempts = () =>
      server.sql<{ attempts: number }>(
        `SELECT attempts FROM webhook_deliveries WHERE endpoint_id = $1 AND event_type = 'message.created'`,
        [id],
      )
    // 17.6 hours, and the next attempt 14 hours after that: the day ends in between.
    for (const [at, seconds] of RETRY_AFTER_SECONDS.slice(0, 6).entries()) {
      await eventually(
        async () => {
          const rows = await attempts()
          return (rows.length === acknowledged.length && rows.every((row) => row.attempts === at + 1)) || null
        },
        `attempt ${at + 1}`,
      )
      await forward(seconds)
    }
    await eventually(async () => ((await attempts()).every((row) => row.attempts === 7) ? true : null), 'attempt 7')
    receiver = await WebhookReceiver.start(undefined, Number(port))
    await forward(RETRY_AFTER_SECONDS[6]!)
    return outcome()
  })

  fault(`${BEHIND} events behind`, 'they come in the order of the feed, each once', async () => {
    await set()
    const { id } = await addEndpoint()
    const state = (state: string) =>
      call(server.url + staffRoutes.webhook(id), 'PATCH', { token: staff, body: { state } })
    await state('disabled')
    for (let number = 0; number < 3; number++) await say()
    await server.sql(
      `INSERT INTO events (id, type, details) SELECT gen_random_uuid(), 'messages.read', '{}' FROM generate_series(1, $1)`,
      [BEHIND],
    )
    await state('enabled')
    const all = await eventually(async () => {
      const rows = await server.sql<{ id: string }>(
        `SELECT events.id FROM events JOIN webhook_deliveries ON event_id = events.id AND status = 'succeeded' ORDER BY events.position`,
      )
      return rows.length > BEHIND ? rows.map(({ id }) => id) : null
    }, 'the events to come')
    const result = await outcome()
    const ids = receiver.received.map(({ id }) => id)
    const place = new Map(all.map((id, at) => [id, at]))
    const gone = all.filter((id) => !ids.includes(id))
    return {
      ...result,
      lost: [...result.lost, ...gone],
      duplicated: [...result.duplicated, ...ids.filter((id, at) => ids.indexOf(id) !== at)],
      outOfOrder: ids.filter((id, at) => Math.abs((place.get(id) ?? Infinity) - at) > BATCH),
    }
  })
})

if (!hasRedis) process.stderr.write('No redis-server on the PATH: the faults of Redis do not run\n')
const withRedis = hasRedis ? describe : describe.skip

withRedis('Redis', () => {
  let redis: RedisProcess

  beforeAll(async () => {
    redis = await RedisProcess.start()
  })
  afterAll(() => redis.stop())

  fault('Redis away while webhooks are sent', 'they come all the same', async () => {
    await set({ redisUrl: redis.url })
    await addEndpoint()
    await say()
    await redis.kill()
    for (let number = 0; number < 5; number++) await say()
    const result = await outcome()
    await redis.revive()
    return result
  })
})
