import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Parser } from '@asyncapi/parser'
import {
  staffRoutes,
  type ClientRequest,
  type CreatedApiKey,
  type WebhookTest,
  type WebhookWithSecret,
} from '@support-chat/shared'
import type { Ack } from '@support-chat/shared/contract'
import { call } from './call.js'
import { codeBlocks, DocumentedPrograms, readPage, type Running } from './documented-programs.js'
import { freePort } from './free-port.js'
import { eventually } from './eventually.js'
import { useTestApp, type TestApp } from './test-app.js'

interface AsyncApiDocument {
  operations: Record<string, { security?: { $ref: string }[] }>
}

let server: TestApp
let staff: string
useTestApp((...started) => ([server, staff] = started))

describe('The AsyncAPI document', () => {
  let document: AsyncApiDocument
  beforeAll(async () => {
    document = (await call<AsyncApiDocument>(`${server.url}/api/docs-asyncapi`, 'GET')).body
  })

  it('is one, by the parser of those who specify it', async () => {
    const { diagnostics } = await new Parser().parse(JSON.stringify(document))
    // Errors and warnings. A hint tells of 3.1, of which few tools know yet.
    expect(diagnostics.filter(({ severity }) => severity < 2)).toEqual([])
  })

  it('is what server/asyncapi.json says: after a change that is meant, npm run openapi writes it anew', async () => {
    expect(document).toEqual(JSON.parse(await readFile(join(__dirname, '../asyncapi.json'), 'utf8')))
  })

  it('says what only users may ask', async () => {
    const requests = Object.entries(document.operations).filter(([id]) => id.startsWith('request.'))
    const usersOnly = requests.filter(([, { security }]) => !JSON.stringify(security).includes('staff'))
    expect(usersOnly.map(([id]) => id)).toEqual(['request.mark_delivered', 'request.visit'])
    const member = (await server.connect(staff)) as {
      emitWithAck(event: string, payload: object): Promise<Ack<unknown>>
    }
    const payload: Partial<Record<ClientRequest, object>> = {
      mark_delivered: { chat_id: 'any', sequence: 1 },
      visit: {},
    }
    for (const [event, given] of Object.entries(payload)) {
      expect(await member.emitWithAck(event, given)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    }
  })
})

describe('Clients in TypeScript, generated as the documentation says', () => {
  let programs: DocumentedPrograms
  beforeAll(async () => {
    programs = await DocumentedPrograms.of('api.md', 'sockets.md', 'webhooks.md')
  })
  afterAll(() => programs.close())

  const post = async <T>(path: string, body: object) =>
    (await call<T>(server.url + path, 'POST', { token: staff, body })).body

  /** The command of the page that generates, with this server in place of the one in it. */
  async function generate(page: string, command: string, program: string): Promise<void> {
    const shell = codeBlocks(await readPage(page), 'sh').join('')
    const [, args = ''] = new RegExp(`^${command} (.*)$`, 'm').exec(shell) ?? []
    expect(args).toContain('https://support.example.com/api/docs')
    await programs.run(program, args.replace('https://support.example.com', server.url).split(' '))
  }

  async function compile(): Promise<void> {
    const files = ['answer-waiting.ts', 'talk.ts', 'receive-messages.ts']
    const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--skipLibCheck']
    const options = ['--module', 'nodenext', '--target', 'es2022', '--types', 'node']
    await programs.run('typescript/bin/tsc', [...strict, ...options, ...files])
  }

  const says = ({ said }: Running, line: string) =>
    eventually(() => (said.text.split('\n').includes(line) ? true : null), `“${line}” in “${said.text}”`)

  it('compile, and talk to the server', async () => {
    await Promise.all([
      generate('api.md', 'npx openapi-typescript', 'openapi-typescript/bin/cli.js'),
      generate('sockets.md', 'node generate-events.mjs', 'generate-events.mjs'),
    ])
    await compile()

    const SUPPORT_CHAT_URL = server.url
    const port = await freePort()
    const webhook = await post<WebhookWithSecret>(staffRoutes.webhooks, {
      url: `http://127.0.0.1:${port}/`,
      event_types: ['message.created'],
    })
    const receiver = programs.start('receive-messages.js', { WEBHOOK_SECRET: webhook.secret, PORT: String(port) })
    const ping = () => post<WebhookTest>(staffRoutes.testWebhook(webhook.id), {})
    await eventually(async () => ((await ping()).succeeded ? true : null), 'the receiver to listen')
    const user = programs.start('talk.js', { SUPPORT_CHAT_URL, USER_TOKEN: server.userToken('ada') })
    await says(user, 'Sent 1')

    const key = await post<CreatedApiKey>(staffRoutes.apiKeys, {
      name: 'Order bot',
      scopes: ['chats:read', 'messages:write'],
    })
    const answered = await programs.run('answer-waiting.js', [], { SUPPORT_CHAT_URL, SUPPORT_CHAT_KEY: key.key })
    expect(answered).toBe('ada@example.com Where is my order? 2\n')
    await says(user, 'Order bot: We are looking into it.')
    await says(receiver, 'ada@example.com We are looking into it.')
  })
})
