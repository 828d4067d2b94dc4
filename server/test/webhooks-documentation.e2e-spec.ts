import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { routes, staffRoutes, type WebhookTest, type WebhookWithSecret } from '@support-chat/shared'
import { supportEvent } from '@support-chat/shared/contract'
import { call } from './call.js'
import { codeBlocks, DocumentedPrograms, readPage } from './documented-programs.js'
import { freePort } from './free-port.js'
import { eventually } from './eventually.js'
import { useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string
let programs: DocumentedPrograms

useTestApp((...started) => ([server, staff] = started))
beforeAll(async () => {
  programs = await DocumentedPrograms.of('webhooks.md')
})
afterEach(() => {
  programs.stop()
})
afterAll(() => programs.close())

const say = () =>
  call(server.url + routes.userMessages, 'POST', {
    token: server.userToken('ada'),
    body: { content: 'Hello', client_id: randomUUID() },
  })

describe('docs/webhooks.md', () => {
  it('shows events as they are', async () => {
    const examples = codeBlocks(await readPage('webhooks.md'), 'json').flatMap((text) => JSON.parse(text) as unknown)
    for (const example of examples) expect(supportEvent.parse(example)).toEqual(example)
    expect(examples).toHaveLength(4)
  })

  it('has a program that follows the feed, and goes on where it was', async () => {
    const env = {
      SUPPORT_CHAT_URL: server.url,
      SUPPORT_CHAT_TOKEN: staff,
      CURSOR_FILE: join(programs.folder, 'cursor.txt'),
    }
    await writeFile(env.CURSOR_FILE, '0')
    const first = programs.start('follow-events.mjs', env)
    await say()
    await eventually(() => (/message\.created/.test(first.said.text) ? true : null), 'the message')
    const cursor = () => readFile(env.CURSOR_FILE, 'utf8')
    await eventually(async () => ((await cursor()).startsWith('2-') ? true : null), 'the cursor')
    first.child.kill()
    await say()
    const second = programs.start('follow-events.mjs', env)
    await eventually(() => (/message\.created/.test(second.said.text) ? true : null), 'the next message')
    expect(second.said.text.trim().split('\n')).toHaveLength(1)
  })

  it('has a program that receives webhooks, and believes no others', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}/`
    const request = <T>(path: string, body?: object) => call<T>(server.url + path, 'POST', { token: staff, body })
    const { body: webhook } = await request<WebhookWithSecret>(staffRoutes.webhooks, { url })
    const { said } = programs.start('receive-webhooks.mjs', { WEBHOOK_SECRET: webhook.secret, PORT: String(port) })
    const test = async () => (await request<WebhookTest>(staffRoutes.testWebhook(webhook.id))).body
    await eventually(async () => ((await test()).succeeded ? true : null), 'the program to listen')
    await say()
    await eventually(() => (/^message\.created [\da-f-]{36}$/m.test(said.text) ? true : null), 'the message')
    expect((await fetch(url, { method: 'POST', body: '{"type":"message.created"}' })).status).toBe(401)
    await request(staffRoutes.rotateWebhookSecret(webhook.id))
    await request(staffRoutes.rotateWebhookSecret(webhook.id))
    expect(await test()).toMatchObject({ succeeded: false, response_status: 401 })
  })
})
