import { randomBytes, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  adminAttachmentsRoute,
  routes,
  staffRoutes,
  userAttachmentsRoute,
  type AdminSupportChat,
  type ApiError,
  type Attachment,
  type ChatListPage,
  type EventPage,
  type MessagePage,
  type ServerEvents,
  type SupportMessage,
} from '@support-chat/shared'
import { SWEEP_ATTACHMENTS } from '../src/attachments/attachment.sweeper.js'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { eventually } from './eventually.js'
import { filesOn } from './file-stage.js'
import { bomb } from './picture-bomb.js'
import { stopLimits } from './stand-still.js'
import { teamOn } from './team-stage.js'
import { useTestApp, type TestApp } from './test-app.js'

/** Of the package that is tested here; how it decodes is looked at by itself. */
interface Image {
  jpeg(): Image
  png(): Image
  gif(): Image
  withExif(exif: object): Image
  withMetadata(metadata: object): Image
  metadata(): Promise<{ width: number; height: number; exif?: Buffer; orientation?: number }>
  toBuffer(): Promise<Buffer>
}
let sharp: (input: unknown) => Image
const LIBRARY = 'sharp' as string

const MAX = 200_000

let server: TestApp
let staff: string
useTestApp((...started) => ([server, staff] = started), {
  attachments: { maxBytes: MAX, types: null, clamavUrl: null, s3: null },
})
const team = teamOn(
  () => server,
  () => staff,
)
const files = filesOn(() => server)
beforeAll(async () => {
  stopLimits(server)
  sharp = ((await import(LIBRARY)) as { default: typeof sharp }).default
})

const PDF = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')
const sweep = () => server.app.get(IntervalTasks, { strict: false }).run(SWEEP_ATTACHMENTS)
const stored = async () =>
  (await readdir(join(server.config.dataDir, 'attachments'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

describe('A file', () => {
  it('is sent with a message, which may say nothing, and is what the other side opens', async () => {
    const visitor = await team.user('file-sender')
    const socket = await server.connect(staff)
    await socket.emitWithAck('join_chat', { chat_id: visitor.id })
    const heard: ServerEvents['new_message'][] = []
    socket.on('new_message', (event) => heard.push(event))
    const { status, body: uploaded } = await files.upload(visitor.token, PDF, { name: 'C:\\tmp\\Rechnung März.pdf' })
    expect(status).toBe(201)
    expect(uploaded).toEqual({
      id: expect.any(String) as string,
      name: 'Rechnung März.pdf',
      content_type: 'application/pdf',
      size: PDF.length,
      width: null,
      height: null,
      state: 'ready',
      url: expect.stringMatching(
        new RegExp(`^/api/attachments/${uploaded.id}/Rechnung%20M%C3%A4rz.pdf\\?expires=\\d+&signature=[\\w-]{43}$`),
      ) as string,
      thumbnail_url: null,
    })
    const sent = await files.send(visitor.token, [uploaded.id])
    expect([sent.status, sent.body.content, sent.body.attachments]).toEqual([201, '', [uploaded]])
    const event = await eventually(() => heard[0], 'the message')
    expect(event.message.attachments).toEqual([uploaded])

    const chat = await team.ask<AdminSupportChat>('GET', routes.adminChat(visitor.id))
    expect(chat.body.messages[0]?.attachments).toEqual([uploaded])
    const last_message_attachment = { name: 'Rechnung März.pdf', content_type: 'application/pdf' }
    expect(chat.body).toMatchObject({ last_message_attachment })
    const found = await team.ask<ChatListPage>('GET', `${routes.adminChats}?q=${encodeURIComponent('rechnung marz')}`)
    expect(found.body.chats).toMatchObject([
      { id: visitor.id, last_message_attachment, last_message_preview: '', match: { text: 'Rechnung März.pdf' } },
    ])
    const told = await eventually(async () => {
      const { events } = (await team.ask<EventPage>('GET', `${staffRoutes.events}?limit=200`)).body
      const files = events.flatMap((one) =>
        one.type === 'message.created' ? (one.data.message?.attachments ?? []) : [],
      )
      return files.length > 0 ? files : null
    }, 'the event of the message')
    expect(told).toEqual([{ ...uploaded, url: null }])
  })

  it('is downloaded, whole or in part, and run or rendered by no browser', async () => {
    const visitor = await team.user()
    const page = Buffer.from('<!doctype html><script>alert(1)</script>')
    const { body } = await files.upload(visitor.token, page, { name: 'فاتورة 🧾.html' })
    expect(body.content_type).toBe('application/octet-stream')
    const whole = await files.fetched(body.url)
    expect(Object.fromEntries([...whole.headers] as [string, string][])).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(page.length),
      'content-disposition': `attachment; filename="?????? ??.html"; filename*=UTF-8''%D9%81%D8%A7%D8%AA%D9%88%D8%B1%D8%A9%20%F0%9F%A7%BE.html`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': expect.stringMatching(/^private, max-age=\d{5}, immutable$/) as string,
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
    })
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(page)
    const part = await files.fetched(body.url, { range: 'bytes=2-8' })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 2-8/${page.length}`,
      'doctype',
    ])
    const end = await files.fetched(body.url, { range: 'bytes=-9' })
    expect([end.status, await end.text()]).toEqual([206, '</script>'])
    const beyond = await files.fetched(body.url, { range: 'bytes=1000-' })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${page.length}`])
    const head = await fetch(server.url + body.url, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, `${page.length}`, ''])
  })

  it('has an address that stays the same, and that nobody makes up', async () => {
    const visitor = await team.user()
    const { body } = await files.upload(visitor.token, 'text')
    const again = await team.ask<Attachment>('GET', `${userAttachmentsRoute}/${body.id}`, undefined, visitor.token)
    expect(again).toMatchObject({ status: 200, body })
    const { pathname, searchParams } = new URL(body.url ?? '', server.url)
    const other = await files.upload(visitor.token, 'other')
    const signature = searchParams.get('signature') ?? ''
    const expires = searchParams.get('expires') ?? ''
    const refused: [string, number][] = [
      [`${pathname}?expires=${Number(expires) + 3600}&signature=${signature}`, 404],
      [`${pathname}?expires=${expires}&signature=${signature}&size=thumbnail`, 404],
      [`/api/attachments/${other.body.id}/x?expires=${expires}&signature=${signature}`, 404],
      [`/api/attachments/nothing/x?expires=${expires}&signature=${signature}`, 404],
      [pathname, 400],
    ]
    for (const [path, status] of refused) expect([path, (await files.fetched(path)).status]).toEqual([path, status])
    expect((await files.fetched(`${pathname}x?${searchParams}`)).status).toBe(200)
  })

  it('is there once, however often it is sent, also from several tabs at once', async () => {
    const visitor = await team.user()
    const before = (await stored()).length
    const clientId = randomUUID()
    const answers = await Promise.all(
      [1, 2, 3].map(() => files.upload(visitor.token, randomBytes(90_000), { clientId })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    const repeat = await files.upload(visitor.token, 'again', { clientId: clientId.toUpperCase() })
    expect(repeat).toEqual({ status: 200, body: answers[0]?.body })
    const rows = await server.sql('SELECT state FROM support_attachments WHERE chat_id = $1', [visitor.id])
    expect(rows).toEqual([{ state: 'ready' }])
    await sweep()
    expect((await stored()).length).toBe(before + 1)
  })

  it('that is too large ends the upload, whatever was announced, and leaves nothing', async () => {
    const visitor = await team.user()
    const before = await stored()
    const tooLarge = { status: 413, body: { code: 'attachment_too_large', details: { max_bytes: MAX } } }
    expect(await files.upload(visitor.token, Buffer.alloc(MAX * 2))).toMatchObject(tooLarge)
    expect(await files.upload(visitor.token, Buffer.alloc(MAX + 1))).toMatchObject(tooLarge)
    const head = `--x\r\ncontent-disposition: form-data; name="client_id"\r\n\r\n${randomUUID()}\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n`
    const endless = new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from(head)),
      pull: (controller) => controller.enqueue(Buffer.alloc(10_000)),
    })
    const chunked = await files.post(userAttachmentsRoute, visitor.token, endless, {
      'content-type': 'multipart/form-data; boundary=x',
    })
    expect(chunked).toMatchObject(tooLarge)
    expect((await files.upload(visitor.token, Buffer.alloc(MAX))).status).toBe(201)
    expect((await files.upload(visitor.token, '')).body).toMatchObject({
      size: 0,
      content_type: 'application/octet-stream',
    })
    expect((await stored()).length).toBe(before.length + 2)
    expect(await readdir(join(server.config.dataDir, 'attachments', 'incoming'))).toEqual([])
  })

  it.each<[string, (form: FormData) => void]>([
    ['without a client_id', (form) => form.set('file', new Blob(['x']), 'a')],
    [
      'with its client_id after the file',
      (form) => {
        form.set('file', new Blob(['x']), 'a')
        form.set('client_id', randomUUID())
      },
    ],
    [
      'with a client_id that is none',
      (form) => {
        form.set('client_id', '1')
        form.set('file', new Blob(['x']), 'a')
      },
    ],
    ['without a file', (form) => form.set('client_id', randomUUID())],
  ])('in a form %s is refused', async (_, fill) => {
    const form = new FormData()
    fill(form)
    const answer = await files.post(userAttachmentsRoute, server.userToken('odd-forms'), form)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('in no form, or in one that breaks off, is refused', async () => {
    const token = server.userToken('odd-forms')
    const json = await team.ask<ApiError>('POST', userAttachmentsRoute, {}, token)
    expect(json).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    const part = `--x\r\ncontent-disposition: form-data; name="client_id"\r\n\r\n${randomUUID()}\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhalf`
    const broken = new ReadableStream({
      start: (controller) => {
        controller.enqueue(Buffer.from(part))
        controller.close()
      },
    })
    const answer = await files.post(userAttachmentsRoute, token, broken, {
      'content-type': 'multipart/form-data; boundary=x',
    })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(await server.sql("SELECT FROM support_attachments WHERE state = 'uploading'")).toEqual([])
  })
})

describe('A picture', () => {
  const canvas = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } })
  const fetchedBytes = async (path: string | null) => Buffer.from(await (await files.fetched(path)).arrayBuffer())

  it('has its size and a small copy, and is shown, whatever it is called', async () => {
    const token = server.userToken('photographer')
    const png = await canvas(1200, 600).png().toBuffer()
    const { body } = await files.upload(token, png, { name: 'photo.heic' })
    expect(body).toMatchObject({ content_type: 'image/png', width: 1200, height: 600, size: png.length })
    const shown = await files.fetched(body.url)
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect(shown.headers.get('content-disposition')).toMatch(/^inline; /)
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(png)
    const small = await files.fetched(body.thumbnail_url)
    expect(small.headers.get('content-type')).toBe('image/webp')
    expect(await sharp(Buffer.from(await small.arrayBuffer())).metadata()).toMatchObject({ width: 480, height: 240 })
    const gif = await files.upload(token, await canvas(10, 20).gif().toBuffer(), { name: 'a.txt' })
    expect(gif.body).toMatchObject({ content_type: 'image/gif', width: 10, height: 20 })
  })

  it('tells nothing that a camera wrote along, and stands as it was held', async () => {
    const exif = { IFD0: { Copyright: 'Somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } }
    const held = await canvas(400, 200).jpeg().withMetadata({ orientation: 6 }).withExif(exif).toBuffer()
    expect(held.includes('Somebody')).toBe(true)
    const { body } = await files.upload(server.userToken('photographer'), held, { name: 'IMG_1.jpg' })
    expect(body).toMatchObject({ content_type: 'image/jpeg', width: 200, height: 400 })
    const bytes = await fetchedBytes(body.url)
    expect(bytes.length).toBe(body.size)
    const metadata = await sharp(bytes).metadata()
    expect([metadata.width, metadata.height, metadata.exif, metadata.orientation]).toEqual([
      200,
      400,
      undefined,
      undefined,
    ])
    for (const stored of [bytes, await fetchedBytes(body.thumbnail_url)])
      expect(stored.includes('Somebody')).toBe(false)
  })

  it.each([
    ['claims a billion pixels', () => bomb(40_000, 40_000)],
    ['breaks off', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['is drawn by a program', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
    ['is a page as well', () => Buffer.from('GIF89a<script>alert(1)</script>')],
  ])('that %s is only ever downloaded', async (_, bytes) => {
    const { status, body } = await files.upload(server.userToken('odd-pictures'), bytes(), { name: 'a.png' })
    expect([status, body.width, body.thumbnail_url]).toEqual([201, null, null])
    const answer = await files.fetched(body.url)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
  })
})

describe('Files of a message', () => {
  it('are the sender’s own, in their order, each sent once, ten at most', async () => {
    const [one, other] = [await team.user(), await team.user()]
    const names = ['b.txt', 'a.txt', 'c.txt']
    const uploaded: Attachment[] = []
    for (const name of names) uploaded.push((await files.upload(one.token, name, { name })).body)
    const ids = uploaded.map(({ id }) => id)
    const foreign = (await files.upload(other.token, 'mine')).body.id
    const code = async (attachment_ids: unknown, content = '') => {
      const { status, body } = await files.send(one.token, attachment_ids, { content })
      return [status, body.code]
    }
    expect(await code([foreign], 'with the file of another')).toEqual([404, 'not_found'])
    expect(await code([ids[0], randomUUID()])).toEqual([404, 'not_found'])
    expect(await code(Array.from({ length: 11 }, () => randomUUID()))).toEqual([400, 'invalid_request'])
    expect(await code([ids[0], ids[0]])).toEqual([400, 'invalid_request'])
    expect(await code(['1'])).toEqual([400, 'invalid_request'])
    expect(await code([])).toEqual([422, 'content_blank'])
    const client_id = randomUUID()
    const sent = await files.send(one.token, ids, { content: 'Three', client_id })
    expect(sent.body.attachments.map(({ name }) => name)).toEqual(names)
    expect(sent.body.sequence).toBe(1)
    const repeat = await files.send(one.token, ids, { content: 'Three', client_id })
    expect([repeat.status, repeat.body]).toEqual([200, sent.body])
    const changed = await files.send(one.token, ids.slice(1), { content: 'Three', client_id })
    expect([changed.status, changed.body.code]).toEqual([409, 'conflict'])
    expect(await code([ids[2]])).toEqual([409, 'conflict'])
    const page = await team.ask<MessagePage>('GET', routes.userMessages, undefined, one.token)
    expect(page.body.messages).toEqual([sent.body])
    const card = await team.card(one.id, one.name)
    expect(card).toMatchObject({ last_message_attachment: null, last_message_preview: 'Three', message_count: 1 })
  })

  it('of two messages at once belong to one', async () => {
    const visitor = await team.user()
    const { id } = (await files.upload(visitor.token, 'one')).body
    const socket = await server.connect(visitor.token)
    const sends = await Promise.all(
      [1, 2].map(() =>
        socket.emitWithAck('send_message', {
          chat_id: visitor.id,
          content: '',
          client_id: randomUUID(),
          attachment_ids: [id],
        }),
      ),
    )
    expect(sends.map((ack) => (ack.ok ? ack.data.attachments[0]?.id : ack.error.code)).sort()).toEqual(
      [id, 'conflict'].sort(),
    )
  })

  it('of staff come from people and programs that may answer, and are seen by the user', async () => {
    const visitor = await team.user()
    const viewer = await team.colleague('Vera')
    const role = { staff_role: 'viewer' }
    await team.ask('PATCH', staffRoutes.staffMember(viewer.id), role)
    const refused = await files.upload(viewer.token, 'x', { chatId: visitor.id })
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    const reader = await team.key('chats:read')
    expect((await files.upload(reader, 'x', { chatId: visitor.id })).status).toBe(403)
    const robot = await team.key('messages:write')
    const { body } = await files.upload(robot, PDF, { chatId: visitor.id, name: 'manual.pdf' })
    const path = `${adminAttachmentsRoute(visitor.id)}/${body.id}`
    expect((await team.ask('GET', path)).status).toBe(404)
    const sent = await team.ask<SupportMessage>(
      'POST',
      routes.adminUserMessages(visitor.name),
      { content: '', client_id: randomUUID(), attachment_ids: [body.id] },
      robot,
    )
    expect([sent.status, sent.body.attachments]).toEqual([201, [body]])
    expect((await team.ask('GET', path)).body).toEqual(body)
    const own = await team.ask<Attachment>('GET', `${userAttachmentsRoute}/${body.id}`, undefined, visitor.token)
    expect(own.body).toEqual(body)
    const other = await team.user()
    const foreign = await team.ask('GET', `${userAttachmentsRoute}/${body.id}`, undefined, other.token)
    expect(foreign.status).toBe(404)
    expect((await files.upload(staff, 'x', { chatId: randomUUID() })).status).toBe(404)
  })

  it('are gone with the text of a message that is removed', async () => {
    const visitor = await team.user()
    const { body } = await files.upload(visitor.token, PDF, { name: 'secret-passport.pdf' })
    const sent = await files.send(visitor.token, [body.id])
    const redacted = await team.ask<SupportMessage>('POST', routes.adminRedact(visitor.id, sent.body.id))
    expect([redacted.status, redacted.body.attachments]).toEqual([200, []])
    expect((await files.fetched(body.url)).status).toBe(404)
    expect(await team.list('q=secret-passport')).toEqual([])
    expect((await team.card(visitor.id, visitor.name)).last_message_attachment).toBeNull()
    await sweep()
    expect((await stored()).filter((name) => name.startsWith(body.id))).toEqual([])
  })

  it('are bounded by what one may upload in a day', async () => {
    const visitor = await team.user()
    const { body } = await files.upload(visitor.token, 'x')
    await server.sql('UPDATE support_attachments SET size = $2 WHERE id = $1', [body.id, 20 * MAX])
    const refused = await files.upload(visitor.token, 'y')
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    const { retry_after_ms } = refused.body.details as { retry_after_ms: number }
    expect(retry_after_ms).toBeGreaterThan(23 * 3_600_000)
    await server.sql("UPDATE support_attachments SET created_at = now() - interval '25 hours' WHERE id = $1", [body.id])
    expect((await files.upload(visitor.token, 'y')).status).toBe(201)
  })
})
