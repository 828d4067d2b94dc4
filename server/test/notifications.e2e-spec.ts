import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { routes, staffRoutes, type DeliveryList, type SupportChat } from '@support-chat/shared'
import { simpleParser } from 'mailparser'
import type { EntityManager } from 'typeorm'
import { UnitOfWork } from '../src/database/unit-of-work.js'
import { EmailOutboxRepository } from '../src/notifications/email-outbox.repository.js'
import { EmailOutboxWorker } from '../src/notifications/email-outbox.worker.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { ServerProcess } from './server-process.js'
import { SmtpSink } from './smtp-sink.js'
import { stopLimits } from './stand-still.js'
import { ADMIN, startTestApp, type TestApp } from './test-app.js'

interface Notification {
  id: string
  status: string
  reason: string | null
  attempts: number
  message_id: string
  first_sequence: number
  last_sequence: number | null
}

let sink: SmtpSink
let test: TestApp
let staff: string

beforeAll(async () => {
  sink = await SmtpSink.start()
  test = await startTestApp({ smtpUrl: sink.url, replyEmailDelaySeconds: 3_600 })
  staff = await test.staffToken()
})

afterEach(() => {
  sink.refuseWith = null
  sink.letGo()
})

afterAll(async () => {
  await test.close()
  await sink.stop()
})

async function request<T>(method: string, path: string, token: string, body?: unknown): Promise<T> {
  const response = await fetch(test.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

/** A user with a chat of their own. */
async function newUser(name: string) {
  const token = test.userToken(name)
  const { id } = await request<SupportChat>('GET', routes.userChat, token)
  return {
    chatId: id,
    email: `${name}@example.com`,
    token,
    hears: (content: string) => request('POST', routes.adminMessages(id), staff, { content, client_id: randomUUID() }),
    writes: (content: string) => request('POST', routes.userMessages, token, { content, client_id: randomUUID() }),
    reads: () => request('PATCH', routes.userMarkRead, token, {}),
  }
}

const outboxOf = (chatId: string): Promise<Notification[]> =>
  test.sql<Notification>('SELECT * FROM email_notifications WHERE chat_id = $1 ORDER BY first_sequence', [chatId])

/** Waits until no e-mail of the chat is waiting or under way. */
const settled = (chatId: string): Promise<Notification[]> =>
  eventually(async () => {
    const rows = await outboxOf(chatId)
    return rows.length > 0 && rows.every(({ status }) => /^(sent|skipped|failed)$/.test(status)) ? rows : null
  }, `the e-mails of chat ${chatId} to be settled`)

/** Hours later, as far as this chat's e-mail is concerned. */
const laterOn = (chatId: string) =>
  test.sql(
    `UPDATE email_notifications SET due_at = now() - interval '1 second' WHERE chat_id = $1 AND status IN ('waiting', 'sending')`,
    [chatId],
  )

const sweep = (app: TestApp = test): Promise<void> => app.app.get(EmailOutboxWorker, { strict: false }).sweep()

/** The delay passes. */
async function comesDue(chatId: string): Promise<void> {
  await laterOn(chatId)
  await sweep()
}

/** The same, and the outcome is waited for. */
async function delayPasses(chatId: string): Promise<Notification[]> {
  await comesDue(chatId)
  return settled(chatId)
}

describe('An e-mail about a reply', () => {
  it('goes out after the delay when the reply is still unread', async () => {
    const user = await newUser('ada')
    await user.writes('Is anybody there?')
    const replyEmailDelaySeconds = 1
    const before = { ...test.config }
    Object.assign(test.config, { replyEmailDelaySeconds })
    await user.hears('Good day, how can we help?')
    Object.assign(test.config, before)

    const [mail] = await sink.waitFor(user.email)
    expect(mail?.subject).toBe('New reply from Support Chat Support')
    expect(mail?.from?.text).toBe('"Support" <support@example.com>')
    expect(mail?.text).toContain('> Good day, how can we help?')
    expect(mail?.text).toContain('http://localhost:3000/demo#support-chat')
    expect(mail?.html).toContain('Good day, how can we help?')
    expect(mail?.html).toContain('href="http://localhost:3000/demo#support-chat"')
    const [row] = await settled(user.chatId)
    expect(row).toMatchObject({ status: 'sent', reason: null, attempts: 1, first_sequence: 2, last_sequence: 2 })
    expect(mail?.messageId).toBe(row?.message_id)
    const [{ waited } = { waited: 0 }] = await test.sql<{ waited: number }>(
      'SELECT extract(epoch FROM sent_at - created_at)::float AS waited FROM email_notifications WHERE id = $1',
      [row?.id],
    )
    expect(waited).toBeGreaterThanOrEqual(replyEmailDelaySeconds)
  })

  it('names its purpose to mail programs: automatic, and stopped with one click', async () => {
    const user = await newUser('bob')
    await user.hears('Hello')
    await delayPasses(user.chatId)
    const [mail] = sink.sentTo(user.email)
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
    const list = mail?.headers.get('list') as unknown as { unsubscribe: { url: string }; 'unsubscribe-post': unknown }
    expect(list.unsubscribe.url).toMatch(/^http:\/\/localhost:3000\/api\/email\/unsubscribe\/[\w-]{64}$/)
    expect(mail?.headerLines.map(({ line }) => line)).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  })

  it('shows the first 200 characters of the newest reply', async () => {
    const user = await newUser('carol')
    await user.hears('an older reply')
    await user.hears(`${'😀'.repeat(250)} the end`)
    await delayPasses(user.chatId)
    const [mail] = sink.sentTo(user.email)
    expect(mail?.text).toContain(`> ${'😀'.repeat(200)}…\n`)
    expect(mail?.text).not.toContain('an older reply')
    expect(mail?.text).toContain('and 1 more unread message')
  })

  it.each([
    ['read', async (user: Awaited<ReturnType<typeof newUser>>) => user.reads()],
    ['archived', async ({ chatId }: { chatId: string }) => request('POST', routes.adminArchive(chatId), staff)],
    [
      'opted_out',
      async ({ email }: { email: string }) =>
        test.sql('UPDATE users SET email_opt_out_at = now() WHERE email = $1', [email]),
    ],
    [
      'deactivated',
      async ({ email }: { email: string }) =>
        test.sql('UPDATE users SET deactivated_at = now() WHERE email = $1', [email]),
    ],
  ])('is not sent, and says so, when by then it is %s', async (reason, happens) => {
    const user = await newUser(`skipped-${reason.replace('_', '-')}`)
    await user.hears('Anybody?')
    await happens(user)
    expect(await delayPasses(user.chatId)).toMatchObject([{ status: 'skipped', reason, attempts: 0 }])
    expect(sink.sentTo(user.email)).toHaveLength(0)
  })

  it('is for users: staff get none, and a user’s own message makes none', async () => {
    const user = await newUser('dave')
    await user.writes('Hello')
    expect(await outboxOf(user.chatId)).toHaveLength(0)
    await user.hears('Hello')
    await test.sql(`UPDATE users SET role = 'admin', password_hash = 'x' WHERE email = $1`, [user.email])
    expect(await delayPasses(user.chatId)).toMatchObject([{ status: 'skipped', reason: 'admin' }])
    expect(sink.sentTo(user.email)).toHaveLength(0)
    expect(sink.sentTo(ADMIN.email)).toHaveLength(0)
  })

  it('is one for a batch of unread replies, and later ones do not put it off', async () => {
    const user = await newUser('erin')
    await user.hears('one')
    const [first] = await test.sql<{ due_at: Date }>('SELECT due_at FROM email_notifications WHERE chat_id = $1', [
      user.chatId,
    ])
    await Promise.all(['two', 'three', 'four'].map((content) => user.hears(content)))
    const rows = await test.sql<{ due_at: Date }>('SELECT due_at FROM email_notifications WHERE chat_id = $1', [
      user.chatId,
    ])
    expect(rows).toEqual([first])
    expect(await delayPasses(user.chatId)).toMatchObject([{ status: 'sent', first_sequence: 1, last_sequence: 4 }])
    expect(sink.sentTo(user.email)).toHaveLength(1)
  })

  it('comes again for what is written after it, under another Message-ID', async () => {
    const user = await newUser('frank')
    await user.hears('one')
    await delayPasses(user.chatId)
    await user.hears('two')
    await delayPasses(user.chatId)
    const mails = sink.sentTo(user.email)
    expect(mails).toHaveLength(2)
    expect(mails[1]?.text).toContain('> two')
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(2)
  })
})

describe('Nothing is lost and nothing doubled', () => {
  it('an e-mail that the mail server cannot take waits, and then goes out once', async () => {
    const user = await newUser('gina')
    sink.refuseWith = { code: 451, message: 'Try again later' }
    await user.hears('Hello')
    await comesDue(user.chatId)
    const waiting = await eventually(
      async () => (await outboxOf(user.chatId)).find(({ attempts, status }) => attempts === 1 && status === 'waiting'),
      'a first attempt that failed',
    )
    expect(waiting.reason).toBe('EMESSAGE 451')
    sink.refuseWith = null
    expect(await delayPasses(user.chatId)).toMatchObject([{ status: 'sent', reason: null, attempts: 2 }])
    expect(sink.sentTo(user.email).map(({ messageId }) => messageId)).toEqual([waiting.message_id])
  })

  it('is tried again when the mail server is not there at all', async () => {
    const user = await newUser('hugo')
    await sink.stop()
    await user.hears('Hello')
    await comesDue(user.chatId)
    await eventually(async () => (await outboxOf(user.chatId)).find(({ reason }) => reason === 'ESOCKET'), 'a refusal')
    const before = sink
    sink = await SmtpSink.start(before.port)
    expect(await delayPasses(user.chatId)).toMatchObject([{ status: 'sent', attempts: 2 }])
    expect(sink.sentTo(user.email)).toHaveLength(1)
  })

  it('is given up, with the reason, when the mail server says never', async () => {
    const user = await newUser('ivan')
    sink.refuseWith = { code: 554, message: `No such user: ${user.email}` }
    await user.hears('Hello')
    expect(await delayPasses(user.chatId)).toMatchObject([{ status: 'failed', reason: 'EMESSAGE 554', attempts: 1 }])
  })

  it('a reply written while an attempt is failing joins one e-mail', async () => {
    const user = await newUser('jane')
    sink.hold()
    sink.refuseWith = { code: 451, message: 'Try again later' }
    const attempts = sink.attempts
    await user.hears('one')
    const attempt = comesDue(user.chatId)
    await eventually(() => (sink.attempts > attempts ? true : null), 'the attempt')
    await user.hears('two')
    sink.letGo()
    await attempt
    await eventually(
      async () => (await outboxOf(user.chatId)).find(({ reason }) => reason === 'joined'),
      'the failed e-mail to join the waiting one',
    )
    sink.refuseWith = null
    expect(await delayPasses(user.chatId)).toMatchObject([{ status: 'skipped', reason: 'joined' }, { status: 'sent' }])
    expect(sink.sentTo(user.email)).toHaveLength(1)
    expect(sink.sentTo(user.email)[0]?.text).toContain('> two')
  })

  it('many workers at once send each e-mail once', async () => {
    const other = await startTestApp({ ...test.config, dataDir: join(test.config.dataDir, 'other') })
    try {
      const users = await Promise.all(Array.from({ length: 12 }, (_, index) => newUser(`crowd-${index}`)))
      await Promise.all(users.map((user) => user.hears('Hello')))
      await Promise.all(users.map((user) => laterOn(user.chatId)))
      await Promise.all([test, other, test, other, test, other].map((app) => sweep(app)))
      for (const user of users) {
        expect(await settled(user.chatId)).toMatchObject([{ status: 'sent', attempts: 1 }])
        expect(sink.sentTo(user.email)).toHaveLength(1)
      }
    } finally {
      await other.close()
    }
  })

  it('a worker that is killed between its claim and the mail server’s answer is replaced by another', async () => {
    const user = await newUser('kate')
    await user.hears('Hello')
    const other = await ServerProcess.start(test.config)
    try {
      sink.hold()
      const attempts = sink.attempts
      await laterOn(user.chatId)
      other.sweep()
      await eventually(() => (sink.attempts > attempts ? true : null), 'the attempt of the other process')
    } finally {
      await other.kill()
      sink.letGo()
    }
    // What the dead worker had handed over may or may not arrive; the next one bears the same Message-ID.
    await sweep()
    const [claimed] = await outboxOf(user.chatId)
    expect(claimed).toMatchObject({ status: 'sending', attempts: 1 })
    expect(await delayPasses(user.chatId)).toMatchObject([{ status: 'sent', attempts: 2 }])
    const ids = sink.sentTo(user.email).map(({ messageId }) => messageId)
    expect(new Set(ids)).toEqual(new Set([claimed?.message_id]))
  })

  it('an e-mail that fell due while no process ran goes out when one starts', async () => {
    const user = await newUser('liam')
    await user.hears('Hello')
    await laterOn(user.chatId)
    const fresh = await startTestApp({ ...test.config, dataDir: join(test.config.dataDir, 'fresh') })
    try {
      await sink.waitFor(user.email)
      expect(await settled(user.chatId)).toMatchObject([{ status: 'sent', attempts: 1 }])
    } finally {
      await fresh.close()
    }
  })
})

describe('The outbox', () => {
  it('answers from its indexes, however much has been sent before', async () => {
    const { chatId } = await newUser('zoe')
    await test.sql(
      `INSERT INTO email_notifications (id, chat_id, first_sequence, status, due_at, message_id)
       SELECT id, $1, n, 'sent', now() - make_interval(secs => n), id::text
       FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 20000) n) history`,
      [chatId],
    )
    await test.sql('ANALYZE email_notifications')
    const plans: string[] = []
    const outbox = test.app.get(EmailOutboxRepository, { strict: false })
    await test.app.get(UnitOfWork, { strict: false }).run(async ({ manager, publish, host }) => {
      const explaining = {
        dataSource: manager.dataSource,
        query: async (sql: string, params?: unknown[]) => {
          plans.push(JSON.stringify(await manager.query(`EXPLAIN (FORMAT JSON) ${sql}`, params)))
          return manager.query(sql, params)
        },
      }
      const tx = { manager: explaining as unknown as EntityManager, publish, host }
      const batch = { chatId, channel: 'email', firstSequence: 30_000, delaySeconds: 0, mailDomain: 'example.com' }
      await outbox.add(tx, batch)
      await outbox.add(tx, batch)
      const due = await outbox.lockNextDue(tx, ['email'])
      expect(due?.first_sequence).toBe(30_000)
      await outbox.hasLaterEmail(tx, due!)
      await outbox.skip(tx, due!, 'read')
    })
    expect(plans[2]).toContain('email_notifications_due')
    expect(plans[3]).toContain('email_notifications_chat')
    for (const plan of plans) expect(plan).not.toContain('Seq Scan')
    await test.sql('DELETE FROM email_notifications WHERE chat_id = $1', [chatId])
  })
})

describe('The link that stops the e-mails', () => {
  const linkOf = async ({ chatId, email }: { chatId: string; email: string }): Promise<string> => {
    await delayPasses(chatId)
    const list = sink.sentTo(email)[0]?.headers.get('list') as unknown as { unsubscribe: { url: string } }
    return list.unsubscribe.url.replace(test.config.publicUrl, test.url)
  }
  const optOutOf = async (email: string): Promise<Date | null | undefined> =>
    (
      await test.sql<{ email_opt_out_at: Date | null }>('SELECT email_opt_out_at FROM users WHERE email = $1', [email])
    )[0]?.email_opt_out_at

  it('asks first when it is opened, since mail scanners open every link', async () => {
    const user = await newUser('mia')
    await user.hears('Hello')
    const page = await fetch(await linkOf(user))
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).toContain('Stop the e-mails')
    expect(await optOutOf(user.email)).toBeNull()
  })

  it('stops them with the one click of RFC 8058, without a sign-in, and can be repeated', async () => {
    const user = await newUser('noah')
    await user.hears('Hello')
    const link = await linkOf(user)
    const click = () => fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    expect((await click()).status).toBe(200)
    const since = await optOutOf(user.email)
    expect(since).toBeInstanceOf(Date)
    expect((await click()).status).toBe(200)
    expect(await optOutOf(user.email)).toEqual(since)

    await user.hears('And another')
    expect(await delayPasses(user.chatId)).toMatchObject([
      { status: 'sent' },
      { status: 'skipped', reason: 'opted_out' },
    ])
  })

  it('leads back: the page that says they have stopped offers them again', async () => {
    const user = await newUser('olga')
    await user.hears('Hello')
    const link = await linkOf(user)
    const stopped = await (await fetch(link, { method: 'POST' })).text()
    const action = /action="([^"]+)"/.exec(stopped)?.[1] ?? ''
    const resumed = await fetch(new URL(action, link), { method: 'POST' })
    expect(resumed.status).toBe(200)
    expect(await optOutOf(user.email)).toBeNull()
  })

  it('says plainly that a broken link does not work', async () => {
    const page = await fetch(`${test.url}/api/email/unsubscribe/${'A'.repeat(64)}`)
    expect(page.status).toBe(404)
    expect(await page.text()).toContain('This link does not work')
    const click = await fetch(`${test.url}/api/email/unsubscribe/nonsense`, { method: 'POST' })
    expect(click.status).toBe(404)
    expect(await click.json()).toEqual({ code: 'not_found', message: 'This link does not work' })
  })

  it('is slowed for a client that calls it over and over', async () => {
    const user = await newUser('paul')
    await user.hears('Hello')
    const link = await linkOf(user)
    stopLimits(test)
    const answers = await Promise.all(Array.from({ length: 30 }, () => fetch(link, { method: 'POST' })))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused[0]?.json()).toMatchObject({
      code: 'rate_limited',
      details: { retry_after_ms: expect.any(Number) as number },
    })
  })
})

describe('Without SMTP_URL', () => {
  it('each e-mail becomes a whole .eml file under DATA_DIR', async () => {
    const local = await startTestApp({ databaseUrl: test.config.databaseUrl, replyEmailDelaySeconds: 3600 })
    try {
      const user = await newUser('quinn')
      await user.hears('In a file')
      await laterOn(user.chatId)
      await sweep(local)
      expect(await settled(user.chatId)).toMatchObject([{ status: 'sent', reason: 'file' }])
      const directory = join(local.config.dataDir, 'mail')
      const [file] = await readdir(directory)
      expect(file).toMatch(/^\d{4}-.*\.eml$/)
      const mail = await simpleParser(await readFile(join(directory, file ?? '')))
      expect(mail.subject).toBe('New reply from Support Chat Support')
      expect(mail.text).toContain('> In a file')
      const token = await test.staffToken()
      const { body } = await call<DeliveryList>(test.url + staffRoutes.deliveries(user.chatId), 'GET', { token })
      expect(body.deliveries.map(({ email }) => email)).toEqual([
        { status: 'not_sent', due_at: null, sent_at: null, reason: 'file' },
      ])
    } finally {
      await local.close()
    }
  })
})
