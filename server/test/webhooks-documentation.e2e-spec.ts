import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { routes, staffRoutes, type WebhookTest, type WebhookWithSecret } from '@support-chat/shared'
import { supportEvent } from '@support-chat/shared/contract'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string
let folder: string
let page: string
const children: ChildProcess[] = []

useTestApp((...started) => ([server, staff] = started))
beforeAll(async () => {
  // Beneath the packages, where a program finds those that it imports.
  folder = await mkdtemp(join(__dirname, '../../node_modules/.support-chat-docs-'))
  page = await readFile(join(__dirname, '../../docs/webhooks.md'), 'utf8')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const blocks = (language: string) =>
  [...page.matchAll(new RegExp('```' + language + '\\n(.*?)```', 'gs'))].map(([, text]) => text!)

/** The program of that name, as it stands in the page. */
async function run(name: string, env: Record<string, string>) {
  const file = join(folder, name)
  await writeFile(
    file,
    blocks('js').find((text) => text.startsWith(`// ${name}\n`))!,
  )
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const said = { text: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.text += chunk.toString()))
  return { child, said }
}

const say = () =>
  call(server.url + routes.userMessages, 'POST', {
    token: server.userToken('ada'),
    body: { content: 'Hello', client_id: randomUUID() },
  })

describe('docs/webhooks.md', () => {
  it('shows events as they are', () => {
    const examples = blocks('json').flatMap((text) => JSON.parse(text) as unknown)
    for (const example of examples) expect(supportEvent.parse(example)).toEqual(example)
    expect(examples).toHaveLength(4)
  })

  it('has a program that follows the feed, and goes on where it was', async () => {
    const env = {
      SUPPORT_CHAT_URL: server.url,
      SUPPORT_CHAT_TOKEN: staff,
      CURSOR_FILE: join(folder, 'cursor.txt'),
    }
    await writeFile(env.CURSOR_FILE, '0')
    const first = await run('follow-events.mjs', env)
    await say()
    await eventually(() => (/message\.created/.test(first.said.text) ? true : null), 'the message')
    const cursor = () => readFile(env.CURSOR_FILE, 'utf8')
    await eventually(async () => ((await cursor()).startsWith('2-') ? true : null), 'the cursor')
    first.child.kill()
    await say()
    const second = await run('follow-events.mjs', env)
    await eventually(() => (/message\.created/.test(second.said.text) ? true : null), 'the next message')
    expect(second.said.text.trim().split('\n')).toHaveLength(1)
  })

  it('has a program that receives webhooks, and believes no others', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}/`
    const ask = <T>(path: string, body?: object) => call<T>(server.url + path, 'POST', { token: staff, body })
    const { body: webhook } = await ask<WebhookWithSecret>(staffRoutes.webhooks, { url })
    const { said } = await run('receive-webhooks.mjs', { WEBHOOK_SECRET: webhook.secret, PORT: String(port) })
    const test = async () => (await ask<WebhookTest>(staffRoutes.testWebhook(webhook.id))).body
    await eventually(async () => ((await test()).succeeded ? true : null), 'the program to listen')
    await say()
    await eventually(() => (/^message\.created [\da-f-]{36}$/m.test(said.text) ? true : null), 'the message')
    expect((await fetch(url, { method: 'POST', body: '{"type":"message.created"}' })).status).toBe(401)
    await ask(staffRoutes.rotateWebhookSecret(webhook.id))
    await ask(staffRoutes.rotateWebhookSecret(webhook.id))
    expect(await test()).toMatchObject({ succeeded: false, response_status: 401 })
  })
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
