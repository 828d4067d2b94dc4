import { randomUUID } from 'node:crypto'
import { routes, type SupportChat } from '@support-chat/shared'
import { EmailOutboxWorker } from '../../src/notifications/email-outbox.worker.js'
import { call } from '../call.js'
import { eventually } from '../eventually.js'
import { hasRedis, RedisProcess } from '../redis-process.js'
import { SmtpSink } from '../smtp-sink.js'
import type { Outcome } from './checker.js'
import { fault } from './fault-table.js'
import { startFaulty } from './faults.js'
import { Stage } from './stage.js'
import { TwoServers } from './two-servers.js'

let sink: SmtpSink
let names = 0

beforeAll(async () => {
  sink = await SmtpSink.start()
})
afterAll(() => sink.stop())

interface Recipient {
  chatId: string
  email: string
  token: string
}

/** Users who each have one unread reply, whose e-mail waits. */
async function repliedTo({ server, staffToken }: Stage, count: number): Promise<Recipient[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const name = `recipient${++names}`
      const token = server.userToken(name)
      const { body } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token })
      const reply = { content: `Hello ${name}`, client_id: randomUUID() }
      await call(server.url + routes.adminMessages(body.id), 'POST', { token: staffToken, body: reply })
      return { chatId: body.id, email: `${name}@example.com`, token }
    }),
  )
}

/** The delay has passed; so has the claim of a worker that died. */
const laterOn = ({ server }: Stage, recipients: Recipient[]) =>
  server.sql(
    `UPDATE email_notifications SET due_at = now() - interval '1 second'
     WHERE chat_id = ANY($1) AND status IN ('waiting', 'sending')`,
    [recipients.map(({ chatId }) => chatId)],
  )

const sweep = ({ server }: Stage): Promise<void> => server.app.get(EmailOutboxWorker, { strict: false }).sweep()

interface Expected {
  /** Had read before anything could be claimed. */
  readBefore?: Recipient[]
  /** A worker died while it was sending: the same e-mail, by its Message-ID, may have gone out twice. */
  mayRepeat?: boolean
}

/** Waits until all is settled, and compares the mailboxes with the database: one e-mail each, or one reason against it. */
async function outcomeOf({ server }: Stage, recipients: Recipient[], { readBefore = [], mayRepeat }: Expected = {}) {
  const began = performance.now()
  const outcome: Outcome = {
    acknowledged: recipients.length,
    lost: [],
    duplicated: [],
    outOfOrder: [],
    notStored: [],
    secondsToHeal: 0,
  }
  for (const recipient of recipients) {
    const { chatId, email } = recipient
    const status = await eventually(async () => {
      const rows = await server.sql<{ status: string; reason: string | null }>(
        `SELECT status, reason FROM email_notifications WHERE chat_id = $1 AND status NOT IN ('waiting', 'sending')`,
        [chatId],
      )
      return rows[0]
    }, `the e-mail to ${email} to be settled`)
    const mails = sink.sentTo(email).map(({ messageId }) => messageId)
    const different = mayRepeat ? new Set(mails).size : mails.length
    if (status.status === 'sent' && different === 0) outcome.lost.push(`the e-mail to ${email}`)
    if (different > 1) outcome.duplicated.push(`the e-mail to ${email}`)
    if (status.status !== 'sent' && different > 0) outcome.outOfOrder.push(`${email} got what was ${status.reason}`)
    if (readBefore.includes(recipient) && different > 0) outcome.outOfOrder.push(`${email} had read it before`)
    if (status.status !== 'sent' && status.reason !== 'read') outcome.lost.push(`${email}: ${status.reason}`)
  }
  outcome.secondsToHeal = (performance.now() - began) / 1_000
  return outcome
}

describe('E-mail', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await Stage.set({ smtpUrl: sink.url })
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  fault('read racing the e-mail claim', 'none goes out for what was read before it was claimed', async () => {
    const recipients = await repliedTo(stage, 24)
    const read = ({ token }: Recipient) => call(stage.server.url + routes.userMarkRead, 'PATCH', { token, body: {} })
    const early = recipients.slice(0, 6)
    await Promise.all(early.map(read))
    await laterOn(stage, recipients)
    await Promise.all([sweep(stage), ...recipients.slice(6, 18).map(read)])
    return outcomeOf(stage, recipients, { readBefore: early })
  })

  fault('worker killed before the mail server’s 250', 'another one sends the e-mail, under the same id', async () => {
    const recipients = await repliedTo(stage, 3)
    const doomed = await startFaulty(stage.server.config)
    sink.hold()
    const attempts = sink.attempts
    await laterOn(stage, recipients)
    doomed.send('sweep')
    await eventually(() => (sink.attempts > attempts ? true : null), 'an attempt')
    await doomed.kill()
    sink.letGo()
    await laterOn(stage, recipients)
    await sweep(stage)
    return outcomeOf(stage, recipients, { mayRepeat: true })
  })

  fault(
    'worker killed after the mail server’s 250',
    'a repetition bears the same id, and there is no other',
    async () => {
      const recipients = await repliedTo(stage, 3)
      const doomed = await startFaulty(stage.server.config)
      doomed.send({ at: 'after the 250' })
      await laterOn(stage, recipients)
      doomed.send('sweep')
      await doomed.ended()
      await laterOn(stage, recipients)
      await sweep(stage)
      return outcomeOf(stage, recipients, { mayRepeat: true })
    },
  )
})

if (!hasRedis) process.stderr.write('No redis-server on the PATH: the faults of Redis do not run\n')
const withRedis = hasRedis ? describe : describe.skip

withRedis('Redis', () => {
  let redis: RedisProcess
  let servers: TwoServers
  let stage: Stage

  beforeAll(async () => {
    redis = await RedisProcess.start()
    servers = await TwoServers.set({ redisUrl: redis.url, smtpUrl: sink.url })
    stage = servers.stage
  })
  afterEach(() => stage.clear())
  afterAll(async () => {
    await servers.close()
    await redis.stop()
  })

  fault('Redis FLUSHALL with mail pending', 'every e-mail goes out once', async () => {
    await servers.bothFind('up')
    const recipients = await repliedTo(stage, 6)
    await redis.command('FLUSHALL')
    await laterOn(stage, recipients)
    await sweep(stage)
    return outcomeOf(stage, recipients)
  })

  fault('Redis restart with mail pending', 'every e-mail goes out once', async () => {
    await servers.bothFind('up')
    const recipients = await repliedTo(stage, 6)
    await redis.kill()
    await servers.bothFind('down')
    await redis.revive()
    await servers.bothFind('up')
    await laterOn(stage, recipients)
    await sweep(stage)
    return outcomeOf(stage, recipients)
  })

  fault('Redis away for a while', 'each process goes on, and all agree afterwards', async () => {
    const chat = await servers.scene()
    await redis.kill()
    await servers.bothFind('down')
    await chat.talk(10)
    await redis.revive()
    return servers.outcome(chat)
  })
})
