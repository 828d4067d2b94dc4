import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Logger } from '@nestjs/common'
import { ConfigModule } from '@nestjs/config'
import { Test } from '@nestjs/testing'
import {
  Config,
  MessagePolicy,
  MessagesModule,
  RateLimitPolicy,
  type SupportChatAsyncOptions,
  SupportChatModule,
  type SupportChatOptions,
  UserAuthenticator,
} from '@support-chat/server'
import { SupportChatTesting, type SupportChatTestingModule } from '@support-chat/server/testing'
import { Client } from 'pg'
import type { DataSource } from 'typeorm'
import { call } from '../call.js'
import { eventually } from '../eventually.js'
import { createDatabase, EMPTY } from '../test-app.js'
import { OrderBot, Parcels } from './order-bot.js'
import { NoCardNumbers } from './policies.js'
import { SlackBridgeModule } from './slack-bridge.js'

let database: Awaited<ReturnType<typeof createDatabase>>
let databaseUrl: string

beforeAll(async () => {
  database = await createDatabase(EMPTY)
  databaseUrl = database.url
})

afterAll(() => database.drop())

describe('A test of a policy', () => {
  it('refuses card numbers', async () => {
    const chat = await SupportChatTesting.createModule({ databaseUrl, options: { messagePolicies: [NoCardNumbers] } })
    const ada = chat.signIn('ada')
    await expect(ada.send('4111 1111 1111 1111')).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(ada.messages()).resolves.toEqual([])
    await chat.close()
  })

  it('leaves nothing in the database', async () => {
    const client = new Client({ connectionString: databaseUrl })
    await client.connect()
    const { rows } = await client.query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'support_chat%'`)
    await client.end()
    expect(rows).toEqual([])
  })
})

describe('A module of a feature', () => {
  it('says what is missing where the application has no Support Chat', async () => {
    const compiling = Test.createTestingModule({ imports: [MessagesModule] }).compile()
    await expect(compiling).rejects.toThrow(
      'MessagesService is there once SupportChatModule.forRoot is among your modules’ imports',
    )
  })
})

describe('An application that is put together wrongly', () => {
  const options = (): SupportChatOptions => ({ databaseUrl, migrate: false, email: false, console: false })

  async function refusal(options: SupportChatOptions): Promise<unknown> {
    const imports = [SupportChatModule.forRootAsync({ useFactory: () => options })]
    const app = (await Test.createTestingModule({ imports }).compile()).createNestApplication()
    const logged = jest.spyOn(Logger.prototype, 'error')
    const message = await app.init().catch((error: Error) => error.message)
    await app.close()
    expect(logged.mock.calls).toEqual([])
    logged.mockRestore()
    return message
  }

  it('does not start where it imports the module twice', async () => {
    const imports = [
      SupportChatModule.forRoot(options()),
      SupportChatModule.forRoot({ ...options(), path: '/two/api' }),
    ]
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow('imported more than once')
  })

  it('does not start without useFactory, nor where that returns nothing', async () => {
    const useClass = { useClass: MessagesModule } as unknown as SupportChatAsyncOptions
    expect(() => SupportChatModule.forRootAsync(useClass)).toThrow('takes { imports, inject, useFactory }')
    const useFactory = () => undefined as unknown as SupportChatOptions
    const imports = [SupportChatModule.forRootAsync({ useFactory })]
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow(
      'useFactory of forRootAsync returns one',
    )
  })

  it('does not start where what it gives has not the method that it will be asked by', async () => {
    const messagePolicies = [{ useFactory: () => ({}) as MessagePolicy }]
    expect(await refusal({ ...options(), messagePolicies })).toBe(
      'Support Chat: what messagePolicies gives has no method review.',
    )
  })

  it('does not start where what it gives injects what nobody provides', async () => {
    const rateLimits = { inject: ['PLANS'], useFactory: () => ({}) as RateLimitPolicy }
    expect(await refusal({ ...options(), rateLimits })).toMatch(
      /^Support Chat: what rateLimits injects cannot be found\. .*PLANS/,
    )
  })

  it('does not start where what is no connection of TypeORM is given as one', async () => {
    const imports = [SupportChatModule.forRoot({ ...options(), migrate: true, dataSource: {} as DataSource })]
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow(
      'dataSource must be a connected TypeORM',
    )
  })

  it('does not start on tables that it was to bring up to date itself, and has not', async () => {
    expect(await refusal(options())).toMatch(
      /^The tables of Support Chat in the schema support_chat are not up to date, and migrate is false: call migrate\(dataSource, \{ schema: 'support_chat' \}\).* Missing: CreateSupportChat\d+, .*\.$/,
    )
  })
})

describe('An application in a test', () => {
  let slack: Server
  const slacked: string[] = []
  let chat: SupportChatTestingModule
  const environment = { ...process.env }
  /** Whoever comes with a badge. */
  const authenticate = ({ headers }: { headers: Record<string, unknown> }) =>
    Promise.resolve(
      typeof headers['x-badge'] === 'string'
        ? { sub: headers['x-badge'], email: `${headers['x-badge']}@example.com`, exp: 4_000_000_000 }
        : null,
    )

  beforeAll(async () => {
    slack = createServer((request, response) => {
      void text(request).then((body) => {
        slacked.push((JSON.parse(body) as { text: string }).text)
        response.end()
      })
    }).listen(0, '127.0.0.1')
    await once(slack, 'listening')
    const { port } = slack.address() as AddressInfo
    Object.assign(process.env, { SLACK_URL: `http://127.0.0.1:${port}`, SLACK_SECRET: 'hush' })
    chat = await SupportChatTesting.createModule({
      databaseUrl,
      imports: [ConfigModule.forRoot({ ignoreEnvFile: true }), SlackBridgeModule],
      providers: [OrderBot, Parcels],
      options: {
        messagePolicies: [NoCardNumbers],
        email: { delaySeconds: 60 },
        channels: [{ useFactory: () => ({ name: 'pager', afterMinutes: 30, notify: () => Promise.resolve() }) }],
      },
      override: (builder) =>
        builder
          .overrideProvider(UserAuthenticator)
          .useValue({ authenticate })
          .overrideProvider(MessagePolicy)
          .useValue({ review: ({ content }: { content: string }) => ({ rewrite: content.replace('hell', 'h***') }) })
          .overrideProvider(RateLimitPolicy)
          .useValue({
            limitFor: (name: string, { externalId }: { externalId: string }, usual: object) =>
              name === 'send' && externalId === 'hasty' ? { burst: 1, perSecond: 0.01 } : usual,
          }),
    })
  })

  afterAll(async () => {
    await chat.close()
    slack.close()
    process.env = environment
  })

  const as = (name: string) => chat.signInWith({ 'x-badge': name })

  it('has its extension points overridden as its providers, whatever the options say', async () => {
    expect(await as('grace').send('What the hell is 4111 1111 1111 1111')).toMatchObject({
      content: 'What the h*** is 4111 1111 1111 1111',
    })
    const hasty = as('hasty')
    await hasty.send('One')
    await expect(hasty.send('Two')).rejects.toMatchObject({ code: 'rate_limited', status: 429 })
    await expect(chat.signInWith({}).messages()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('has users and staff who write to each other', async () => {
    const edsger = as('edsger')
    const { chat_id } = await edsger.send('Hello')
    const staff = await chat.signInStaff()
    await staff.send(chat_id, 'Hello Edsger')
    expect((await edsger.messages()).map(({ content }) => content)).toEqual(['Hello', 'Hello Edsger'])
  })

  it('has e-mail and its own channel each wait as long as they say', async () => {
    const { chat_id } = await as('niklaus').send('Hello')
    await (await chat.signInStaff()).send(chat_id, 'Hello Niklaus')
    const { schema } = chat.get(Config)
    const client = new Client({ connectionString: databaseUrl })
    await client.connect()
    const { rows } = await client.query(
      `SELECT channel, extract(epoch FROM due_at - created_at)::integer AS delay
       FROM ${schema}.email_notifications WHERE chat_id = $1 ORDER BY channel`,
      [chat_id],
    )
    await client.end()
    expect(rows).toEqual([
      { channel: 'email', delay: 60 },
      { channel: 'pager', delay: 1_800 },
    ])
  })

  it('answers by its bot where orders are', async () => {
    const linus = as('linus')
    await linus.send('Where is order 1234?')
    const answer = await eventually(async () => (await linus.messages())[1], 'an answer')
    expect(answer).toMatchObject({
      sender_name: 'Order bot',
      content: 'Order 1234 is on its way, and will be with you tomorrow.',
    })
  })

  it('shows in Slack what users write, and sends them what is replied there, once', async () => {
    const barbara = as('barbara')
    await barbara.send('Is there anybody?')
    const shown = 'barbara@example.com (barbara): Is there anybody?'
    await eventually(() => slacked.find((line) => line === shown), 'the line in Slack')
    const reply = { secret: 'hush', customer: 'barbara', author: 'Sam', text: 'I am here', ts: '1700000000.000100' }
    const post = (body: object) => call(`${chat.url}/slack/replies`, 'POST', { body })
    expect([(await post(reply)).status, (await post(reply)).status]).toEqual([200, 200])
    expect((await post({ ...reply, secret: 'loud' })).status).toBe(403)
    const messages = await barbara.messages()
    expect(messages.map(({ content, sender_name }) => [content, sender_name])).toEqual([
      ['Is there anybody?', null],
      ['I am here', 'Sam'],
    ])
  })
})
