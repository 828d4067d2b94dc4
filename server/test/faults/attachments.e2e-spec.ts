import { randomBytes, randomUUID } from 'node:crypto'
import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { routes, userAttachmentsRoute, type MessagePage, type SupportMessage } from '@support-chat/shared'
import { AttachmentStore } from '../../src/attachments/attachment-store.js'
import { COMPARE_STORE, SWEEP_ATTACHMENTS } from '../../src/attachments/attachment.sweeper.js'
import { IntervalTasks } from '../../src/common/interval-tasks.js'
import { call } from '../call.js'
import { eventually } from '../eventually.js'
import { filesOn } from '../file-stage.js'
import type { ServerProcess } from '../server-process.js'
import { stopLimits } from '../stand-still.js'
import { useTestApp, type TestApp } from '../test-app.js'
import type { Outcome } from './checker.js'
import { fault } from './fault-table.js'
import { startFaulty } from './faults.js'

let server: TestApp
let other: ServerProcess
let users = 0
useTestApp((started) => (server = started))
beforeAll(async () => {
  stopLimits(server)
  other = await startFaulty(server.config)
})
afterAll(() => other.kill())

const files = filesOn(() => server)
const atOther = filesOn(() => other)
const DAY_AGO = new Date(Date.now() - 25 * 3_600_000)

/** One file that a user is about to send. */
const newFile = () => ({
  token: server.userToken(`uploader${++users}`),
  bytes: randomBytes(300_000),
  clientId: randomUUID(),
  messageId: randomUUID(),
})
type File = ReturnType<typeof newFile>

const upload = (stage: typeof files, { token, bytes, clientId }: File) => stage.upload(token, bytes, { clientId })
const send = (stage: typeof files, { token, messageId }: File, id: string) =>
  stage.send(token, [id], { client_id: messageId })

/** What a client does that was not answered: the same again. */
async function goOn(file: File): Promise<void> {
  const { body } = await upload(files, file)
  await send(files, file, body.id)
}

async function restart(): Promise<void> {
  await other.kill()
  other = await startFaulty(server.config)
}

/** A day later, and swept: compares messages, rows and files. */
async function outcomeOf(sent: File[]): Promise<Outcome> {
  await server.sql('UPDATE support_attachments SET created_at = $1 WHERE message_id IS NULL', [DAY_AGO])
  const folder = join(server.config.dataDir, 'attachments')
  for (const name of await readdir(join(folder, 'incoming')))
    await utimes(join(folder, 'incoming', name), DAY_AGO, DAY_AGO)
  for (const task of [SWEEP_ATTACHMENTS, COMPARE_STORE])
    await server.app.get(IntervalTasks, { strict: false }).run(task)
  const kept = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const rows = await server.sql<{ id: string; message_id: string | null }>(
    'SELECT id, message_id FROM support_attachments',
  )
  const [lost, duplicated]: string[][] = [[], []]
  for (const file of sent) {
    const page = await call<MessagePage>(server.url + routes.userMessages, 'GET', { token: file.token })
    const messages = page.body.messages.filter(({ client_id }) => client_id === file.messageId)
    if (messages.length > 1 || (messages[0]?.attachments.length ?? 0) > 1) duplicated?.push(file.messageId)
    if (!(await isWhole(messages[0], file))) lost?.push(file.messageId)
  }
  const known = new Set(rows.map(({ id }) => id))
  const orphans = [
    ...kept.map(({ name }) => name).filter((name) => !known.has(name)),
    ...rows.filter(({ message_id }) => message_id === null).map(({ id }) => id),
  ]
  return {
    acknowledged: sent.length,
    lost: lost ?? [],
    duplicated: duplicated ?? [],
    outOfOrder: [],
    notStored: orphans,
    secondsToHeal: 0,
  }
}

async function isWhole(message: SupportMessage | undefined, { bytes }: File): Promise<boolean> {
  const answer = await files.fetched(message?.attachments[0]?.url ?? '/api/attachments/none/none?expires=1&signature=x')
  return answer.ok && Buffer.from(await answer.arrayBuffer()).equals(bytes)
}

const PROMISE = 'no file is lost, none is there twice, and nothing is left over'

describe('While files are sent', () => {
  fault('killed while a file is uploaded', PROMISE, async () => {
    const file = newFile()
    const head = `--x\r\ncontent-disposition: form-data; name="client_id"\r\n\r\n${file.clientId}\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n`
    const half = new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.concat([Buffer.from(head), file.bytes.subarray(0, 200_000)])),
    })
    const lost = atOther
      .post(userAttachmentsRoute, file.token, half, { 'content-type': 'multipart/form-data; boundary=x' })
      .catch(() => null)
    await eventually(
      async () => (await server.sql('SELECT FROM support_attachments WHERE client_id = $1', [file.clientId]))[0],
      'the upload to be under way',
    )
    await restart()
    expect(await lost).toBeNull()
    await goOn(file)
    return outcomeOf([file])
  })

  fault('killed between a file and its row', PROMISE, async () => {
    const file = newFile()
    other.send({ at: 'between store and row' })
    expect(await upload(atOther, file).catch(() => null)).toBeNull()
    await restart()
    await goOn(file)
    return outcomeOf([file])
  })

  fault('killed between a file’s row and its message', PROMISE, async () => {
    const file = newFile()
    const { status, body } = await upload(atOther, file)
    expect(status).toBe(201)
    other.send({ at: 'before the commit' })
    expect(await send(atOther, file, body.id).catch(() => null)).toBeNull()
    await restart()
    await goOn(file)
    return outcomeOf([file])
  })

  fault('the same file three times, by two servers', PROMISE, async () => {
    const file = newFile()
    const answers = await Promise.all([files, atOther, files].map((stage) => upload(stage, file)))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    const id = answers[0]?.body.id ?? ''
    const sends = await Promise.all([files, atOther, files].map((stage) => send(stage, file, id)))
    expect(sends.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    return outcomeOf([file])
  })

  fault('the disk of files is full, and away', PROMISE, async () => {
    const file = newFile()
    const put = jest.spyOn(server.app.get(AttachmentStore, { strict: false }), 'put')
    for (const code of ['ENOSPC', 'EIO']) {
      put.mockRejectedValueOnce(Object.assign(new Error(`${code}: made up`), { code }))
      expect(await upload(files, file)).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    }
    put.mockRestore()
    await goOn(file)
    return outcomeOf([file])
  })

  fault('a restored database that knows no file of the last days', PROMISE, async () => {
    const [file, later] = [newFile(), newFile()]
    await goOn(file)
    const { body } = await upload(files, later)
    const folder = join(server.config.dataDir, 'attachments', body.id.slice(34))
    await utimes(join(folder, body.id), DAY_AGO, DAY_AGO)
    await server.sql('DELETE FROM support_attachments WHERE id = $1', [body.id])
    await server.sql('DELETE FROM removed_attachments')
    return outcomeOf([file])
  })
})
