import { randomUUID } from 'node:crypto'
import { routes, staffRoutes, type SupportChat } from '@support-chat/shared'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { SEND_MENTION_EMAILS } from '../src/notifications/mention-email.service.js'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { SmtpSink } from './smtp-sink.js'
import { startTestApp, type TestApp } from './test-app.js'

let sink: SmtpSink
let server: TestApp
let staff: string
let names = 0

beforeAll(async () => {
  sink = await SmtpSink.start()
  server = await startTestApp({ smtpUrl: sink.url, replyEmailDelaySeconds: 3_600 })
  await server.app.get(IntervalTasks, { strict: false }).stop(SEND_MENTION_EMAILS)
  staff = await server.staffToken()
})
afterAll(async () => {
  await server.close()
  await sink.stop()
})

async function newChat() {
  const name = `person-${++names}`
  const { body } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token: server.userToken(name) })
  return { id: body.id, name }
}

async function mention(chatId: string, ids: string[], content = 'Please look', { url } = server, token = staff) {
  const body = { content, client_id: randomUUID(), mentions: ids }
  const { status } = await call(url + staffRoutes.notes(chatId), 'POST', { token, body })
  expect(status).toBe(201)
}
const sendDue = ({ app } = server) => app.get(IntervalTasks, { strict: false }).run(SEND_MENTION_EMAILS)

/** The e-mails about mentions that an address got. */
const told = (address: string) => sink.sentTo(address).filter(({ subject }) => subject?.includes('mentioned'))

/** As if the delay were over. */
const laterOn = () =>
  server.sql("UPDATE support_note_mentions SET email_due_at = now() - interval '1 s' WHERE email_due_at IS NOT NULL")
const due = (id: string) =>
  server.sql<{ seconds: number | null; email_attempts: number }>(
    `SELECT extract(epoch FROM email_due_at - now())::integer AS seconds, email_attempts
     FROM support_note_mentions WHERE staff_id = $1 ORDER BY position`,
    [id],
  )

describe('A colleague who was mentioned', () => {
  it('and has not opened the chat gets one e-mail about all of it, after the delay', async () => {
    const [grace, { id, name }] = [await newColleague(server, staff, 'Grace'), await newChat()]
    await mention(id, [grace.id], 'Is № 7 still there?')
    await sendDue()
    expect(told(grace.email)).toEqual([])
    expect((await due(grace.id))[0]!.seconds).toBeGreaterThan(3_590)
    await laterOn()
    await mention(id, [grace.id], 'Or № 8?\nThey ask for both.')
    await sendDue()
    await sendDue()
    const mails = told(grace.email)
    expect(mails).toHaveLength(1)
    expect(mails[0]!.subject).toBe('Support mentioned you at Support Chat Support')
    expect(mails[0]!.text).toContain(`2 private notes in the chat with ${name}`)
    expect(mails[0]!.text).toContain('> Or № 8?\n> They ask for both.')
    expect(mails[0]!.text).toContain(`http://localhost:3000/admin/chats/${id}`)
    await mention(id, [grace.id], 'And № 9')
    await laterOn()
    await sendDue()
    expect(told(grace.email).map(({ text }) => text?.includes('> And № 9'))).toEqual([false, true])
  })

  it('and has opened the chat, has been deactivated, or wrote the note, gets none; nor does the user', async () => {
    const [ada, bob] = [await newColleague(server, staff, 'Ada'), await newColleague(server, staff, 'Bob')]
    const [cleo, { id, name }] = [await newColleague(server, staff, 'Cleo'), await newChat()]
    await mention(id, [ada.id, bob.id, cleo.id], 'For three', server, cleo.token)
    await call(server.url + routes.adminChat(id), 'GET', { token: ada.token })
    await call(server.url + staffRoutes.deactivate(bob.id), 'POST', { token: staff })
    await laterOn()
    await sendDue()
    for (const { email } of [ada, bob, cleo]) expect(told(email)).toEqual([])
    expect(await due(bob.id)).toEqual([{ seconds: null, email_attempts: 1 }])
    expect(sink.sentTo(`${name}@example.com`)).toEqual([])
  })

  it('gets it once, of two processes that send at the same time', async () => {
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl, smtpUrl: sink.url })
    const dora = await newColleague(server, staff, 'Dora')
    const chats = [await newChat(), await newChat(), await newChat()]
    for (const { id } of chats) for (let n = 0; n < 3; n++) await mention(id, [dora.id])
    await laterOn()
    await Promise.all([sendDue(), sendDue(other), sendDue(), sendDue(other)])
    await other.close()
    expect(told(dora.email)).toHaveLength(3)
    expect(new Set(told(dora.email).map(({ messageId }) => messageId)).size).toBe(3)
  })

  it('gets it later, as the same one, where the mail server could not take it, and not where it never will', async () => {
    const [eve, { id }] = [await newColleague(server, staff, 'Eve'), await newChat()]
    await mention(id, [eve.id])
    sink.refuseWith = { code: 451, message: 'Later' }
    await laterOn()
    await sendDue()
    expect(await due(eve.id)).toEqual([{ seconds: expect.any(Number), email_attempts: 1 }])
    expect((await due(eve.id))[0]!.seconds).toBeLessThanOrEqual(15)
    sink.refuseWith = null
    await laterOn()
    await sendDue()
    expect(told(eve.email)).toHaveLength(1)
    await mention(id, [eve.id])
    sink.refuseWith = { code: 550, message: 'Never' }
    await laterOn()
    await sendDue()
    sink.refuseWith = null
    await laterOn()
    await sendDue()
    expect(told(eve.email)).toHaveLength(1)
  })

  it('gets none where e-mail is switched off', async () => {
    const silent = await startTestApp({ databaseUrl: server.config.databaseUrl, email: false })
    const [finn, { id }] = [await newColleague(server, staff, 'Finn'), await newChat()]
    await mention(id, [finn.id], 'In silence', silent)
    await silent.close()
    expect(await due(finn.id)).toEqual([{ seconds: null, email_attempts: 0 }])
  })
})
