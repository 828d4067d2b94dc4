import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes } from '@support-chat/shared'
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
  folder = await mkdtemp(join(tmpdir(), 'support-chat-webhooks-'))
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
})
