import { setTimeout as delay } from 'node:timers/promises'
import { routes, type SupportChat } from '@support-chat/shared'
import type { Config } from '../../src/config/config.js'
import { call } from '../call.js'
import { eventually } from '../eventually.js'
import { TcpProxy } from '../tcp-proxy.js'
import { startTestApp, type TestApp } from '../test-app.js'
import { check, untilHealed, type Outcome } from './checker.js'
import { EngineClient } from './engine-client.js'
import { RawClient } from './raw-client.js'
import type { RecordedClient } from './recorded-client.js'

let names = 0

/** A server that stays, a line to it that can be bad, and the conversations over that line. */
export class Stage {
  private readonly scenes: Scene[] = []

  private constructor(
    readonly server: TestApp,
    /** Leads to the server; to another one when a test says so. */
    readonly line: TcpProxy,
    public staffToken: string,
  ) {}

  static async set(overrides: Partial<Config> = {}): Promise<Stage> {
    const server = await startTestApp(overrides)
    return new Stage(server, await TcpProxy.to(server.url), await server.staffToken())
  }

  /** A new user's chat with nobody in it yet. */
  async newScene(): Promise<Scene> {
    const name = `user${++names}`
    // Issued so long ago that it is no token of the future for a server whose clock is slow.
    const token = this.server.userToken(name, { iat: Math.floor(Date.now() / 1_000) - 1_200 })
    // Lasts a quarter of an hour, of which a fast clock leaves little; rounds may take longer than that together.
    this.staffToken = await this.server.staffToken()
    const { body } = await call<SupportChat>(this.server.url + routes.userChat, 'GET', { token })
    const scene = new Scene(this, name, token, body.id)
    this.scenes.push(scene)
    return scene
  }

  /** After each round: everyone leaves, and the line is good and leads home. */
  clear(): void {
    for (const scene of this.scenes.splice(0)) scene.close()
    this.line.heal()
    this.line.cut()
    this.line.target = this.server.url
  }

  async close(): Promise<void> {
    this.clear()
    await this.line.close()
    await this.server.close()
  }
}

/** One chat and everyone in it. */
export class Scene {
  readonly clients: RecordedClient[] = []

  constructor(
    private readonly stage: Stage,
    readonly userName: string,
    readonly userToken: string,
    readonly chatId: string,
  ) {}

  /** The user and staff with the product's engine, and a device of each that knows the contract only, all on the line. */
  async fill(url = this.stage.line.url): Promise<this> {
    const seats = [this.user(url), this.staff(url)]
    this.rawUser(url)
    this.rawStaff(url)
    await eventually(() => (seats.every(({ isLive }) => isLive) ? true : null), 'everyone to be there')
    return this
  }

  user(url = this.stage.line.url): EngineClient {
    return this.enter((name) => new EngineClient({ ...this.seat(name, url), side: 'user', token: this.userToken }))
  }

  staff(url = this.stage.line.url): EngineClient {
    return this.enter(
      (name) => new EngineClient({ ...this.seat(name, url), side: 'admin', token: this.stage.staffToken }),
    )
  }

  rawUser(url = this.stage.line.url): RawClient {
    return this.enter((name) => new RawClient(`raw user ${name}`, this.chatId, url, this.userToken))
  }

  rawStaff(url = this.stage.line.url): RawClient {
    return this.enter((name) => new RawClient(`raw staff ${name}`, this.chatId, url, this.stage.staffToken))
  }

  enter<Client extends RecordedClient>(open: (name: string) => Client): Client {
    const client = open(`${this.userName}.${this.clients.length + 1}`)
    this.clients.push(client)
    return client
  }

  /** Something that nobody has said before. */
  say(client: RecordedClient): void {
    client.write(`${client.log.name}: ${client.log.written.length}`)
  }

  /** Everyone writes, without waiting for answers. */
  async talk(messages: number, pauseMs = 5): Promise<void> {
    for (let number = 0; number < messages; number++) {
      for (const client of this.clients) this.say(client)
      await delay(pauseMs)
    }
  }

  /** Waits until everybody shows what is stored, and compares. */
  async outcome(): Promise<Outcome> {
    const secondsToHeal = await untilHealed(this.stage.server, this.clients)
    return { ...(await this.compared()), secondsToHeal }
  }

  /** Compares at once. */
  compared(): Promise<Outcome> {
    return check(this.stage.server, this.clients)
  }

  close(): void {
    for (const client of this.clients) client.close()
  }

  private seat(name: string, url: string) {
    return { name, chatId: this.chatId, url }
  }
}
