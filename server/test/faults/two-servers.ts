import type { Config } from '../../src/config/config.js'
import { SequenceHeartbeat } from '../../src/realtime/sequence-heartbeat.js'
import { RedisConnections } from '../../src/redis/redis-connections.js'
import { eventually } from '../eventually.js'
import { startTestApp, type TestApp } from '../test-app.js'
import type { Outcome } from './checker.js'
import { Stage, type Scene } from './stage.js'

/** The server of a stage and another one, which meet in one Redis. */
export class TwoServers {
  private constructor(
    readonly stage: Stage,
    readonly other: TestApp,
  ) {}

  static async set(overrides: Partial<Config>): Promise<TwoServers> {
    const stage = await Stage.set(overrides)
    return new TwoServers(stage, await startTestApp({ ...stage.server.config, port: 0 }))
  }

  async close(): Promise<void> {
    await this.other.close()
    await this.stage.close()
  }

  bothFind(state: 'up' | 'down'): Promise<true> {
    const servers = [this.stage.server, this.other]
    const find = ({ app }: TestApp) => app.get(RedisConnections, { strict: false }).state()
    return eventually(
      () => servers.every((server) => find(server) === state) || null,
      `both processes to find Redis ${state}`,
    )
  }

  /** People at both servers, who have said something to each other. */
  async scene(): Promise<Scene> {
    await this.bothFind('up')
    const chat = await (await this.stage.newScene()).fill()
    await chat.fill(this.other.url)
    await chat.talk(5)
    return chat
  }

  /** Once Redis is back. The heartbeat comes each 30 s by itself. */
  async outcome(chat: Scene): Promise<Outcome> {
    await this.bothFind('up')
    for (const { app } of [this.stage.server, this.other]) await app.get(SequenceHeartbeat, { strict: false }).beat()
    return chat.outcome()
  }
}
