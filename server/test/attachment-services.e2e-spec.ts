import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { AddressInfo } from 'node:net'
import {
  routes,
  userAttachmentsRoute,
  type Attachment,
  type MessagePage,
  type ServerEvents,
} from '@support-chat/shared'
import { AttachmentStore } from '../src/attachments/attachment-store.js'
import { COMPARE_STORE, SWEEP_ATTACHMENTS } from '../src/attachments/attachment.sweeper.js'
import { ClamAvScanner } from '../src/attachments/clamav.scanner.js'
import { RESCAN_ATTACHMENTS } from '../src/attachments/rescan.service.js'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { Clamd, hasClamd, MALWARE, ScannerPeer } from './clamd.js'
import { eventually } from './eventually.js'
import { filesOn } from './file-stage.js'
import { stopLimits } from './stand-still.js'
import { teamOn } from './team-stage.js'
import { startTestApp, type TestApp } from './test-app.js'

/** Of a package without types. */
interface S3Server {
  run(): Promise<AddressInfo>
  close(): Promise<void>
}
const S3_SERVER = '@20minutes/s3rver' as string

let folder: string
let bucket: S3Server
let scanner: ScannerPeer
let server: TestApp
let staff: string
const files = filesOn(() => server)
const team = teamOn(
  () => server,
  () => staff,
)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-chat-s3-'))
  const { default: Server } = (await import(S3_SERVER)) as { default: new (options: object) => S3Server }
  const buckets = [{ name: 'files' }]
  bucket = new Server({ port: 0, address: '127.0.0.1', silent: true, directory: folder, configureBuckets: buckets })
  const { port } = await bucket.run()
  scanner = await ScannerPeer.start()
  const account = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }
  const s3 = { bucket: 'files', region: 'eu-central-1', endpoint: `http://127.0.0.1:${port}`, ...account }
  server = await startTestApp({ attachments: { maxBytes: 8_000_000, types: null, clamavUrl: scanner.url, s3 } })
  staff = await server.staffToken()
  stopLimits(server)
})
afterAll(async () => {
  await server.close()
  await scanner.stop()
  await bucket.close()
  await rm(folder, { recursive: true, force: true })
})

const run = (task: string) => server.app.get(IntervalTasks, { strict: false }).run(task)
const store = () => server.app.get(AttachmentStore, { strict: false })
async function keys(): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of store().list()) found.push(key)
  return found
}

describe('Files in S3', () => {
  it('come back as they were, whole and in part, and go with their rows', async () => {
    const visitor = await team.user()
    const bytes = randomBytes(7_000_000)
    const { status, body } = await files.upload(visitor.token, bytes)
    expect([status, body.state]).toEqual([201, 'ready'])
    expect(Buffer.from(await (await files.fetched(body.url)).arrayBuffer()).equals(bytes)).toBe(true)
    const part = await files.fetched(body.url, { range: 'bytes=5000000-5000009' })
    expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, bytes.subarray(5_000_000, 5_000_010)])
    expect(await keys()).toContain(body.id)
    await server.sql("UPDATE support_attachments SET created_at = now() - interval '25 hours'")
    await run(SWEEP_ATTACHMENTS)
    expect(await keys()).toEqual([])
    expect((await files.fetched(body.url)).status).toBe(404)
  })

  it('are left alone by a comparison until they are a day old', async () => {
    const { body } = await files.upload(server.userToken('comparer'), 'x')
    await server.sql('DELETE FROM support_attachments WHERE id = $1', [body.id])
    await server.sql('DELETE FROM removed_attachments')
    await run(COMPARE_STORE)
    expect(await keys()).toEqual([body.id])
    await store().remove(await keys())
    expect(await store().read(body.id)).toBeNull()
  })
})

describe('A file that is scanned', () => {
  it('and infected is refused, and nothing of it stays', async () => {
    const refused = await files.upload(server.userToken('infected'), `before ${MALWARE} after`)
    expect(refused).toMatchObject({ status: 422, body: { code: 'attachment_refused' } })
    expect(await keys()).toEqual([])
    expect(await server.sql('SELECT FROM support_attachments')).toEqual([])
  })

  it('is opened by nobody while the scanner is away, and everybody hears what it finds then', async () => {
    const visitor = await team.user()
    scanner.behaviour = 'hangs up'
    const [clean, infected] = [
      (await files.upload(visitor.token, 'clean', { name: 'clean.txt' })).body,
      (await files.upload(visitor.token, MALWARE, { name: 'infected.txt' })).body,
    ]
    const waiting = { state: 'scanning', url: null, thumbnail_url: null }
    expect([clean, infected]).toMatchObject([waiting, waiting])
    const sent = await files.send(visitor.token, [clean.id, infected.id])
    expect([sent.status, sent.body.attachments.map(({ state }) => state)]).toEqual([201, ['scanning', 'scanning']])
    const socket = await server.connect(staff)
    await socket.emitWithAck('join_chat', { chat_id: visitor.id })
    const heard: ServerEvents['attachment_updated'][] = []
    socket.on('attachment_updated', (event) => heard.push(event))
    await run(RESCAN_ATTACHMENTS)
    const again = await team.ask<Attachment>('GET', `${userAttachmentsRoute}/${clean.id}`, undefined, visitor.token)
    expect(again.body.state).toBe('scanning')

    scanner.behaviour = 'well'
    await server.sql("UPDATE support_attachments SET scan_at = now() WHERE state = 'scanning'")
    await run(RESCAN_ATTACHMENTS)
    await eventually(() => heard[1], 'both verdicts')
    const { body } = await team.ask<MessagePage>('GET', routes.adminMessages(visitor.id))
    const attachments = body.messages[0]?.attachments ?? []
    expect(attachments.map(({ state, url }) => [state, url === null])).toEqual([
      ['ready', false],
      ['refused', true],
    ])
    const byName = (a: Attachment, b: Attachment) => a.name.localeCompare(b.name)
    expect(heard.map(({ attachment }) => attachment).sort(byName)).toEqual(attachments)
    expect(heard[0]).toMatchObject({ chat_id: visitor.id, message_id: sent.body.id })
    expect(await (await files.fetched(attachments[0]?.url ?? '')).text()).toBe('clean')
    expect(await keys()).toEqual([clean.id])
  })

  it('and refused before it is sent cannot be sent', async () => {
    const token = server.userToken('late')
    scanner.behaviour = 'fails'
    const { body } = await files.upload(token, MALWARE, { clientId: randomUUID() })
    scanner.behaviour = 'well'
    await run(RESCAN_ATTACHMENTS)
    const sent = await files.send(token, [body.id], { content: 'Look' })
    expect(sent).toMatchObject({ status: 422, body: { code: 'attachment_refused' } })
  })
})

if (hasClamd) {
  it('ClamAV itself tells what is infected, by its own protocol', async () => {
    const clamd = await Clamd.start()
    const scan = (...pieces: (string | Buffer)[]) =>
      new ClamAvScanner(clamd.url).scan(Readable.from(pieces.map((piece) => Buffer.from(piece))))
    try {
      expect(await scan('nothing')).toBe('clean')
      expect(await scan(randomBytes(500_000), `before ${MALWARE} after`)).toBe('infected')
    } finally {
      await clamd.stop()
    }
  })
}
