import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../../src/config/config.js'
import { ServerProcess } from '../server-process.js'
import { createDatabase, signIn, testConfig, userToken } from '../test-app.js'
import { GoodUser, type Latency, type SignToken } from './good-user.js'

const SAMPLES = 15
/** By then the flood has begun to tell, and what a limit allows at once is over. */
const BEFORE_MEASURING_MS = 1_000
const LONGEST_MEASURE_MS = 2_000
/** A flood comes in waves: what is measured is spread over some of them. */
const PAUSE_MS = 50
/** Differences below this many milliseconds are a machine's mood. */
const FLOOR_MS = 20
const ROUNDS = 3
/** What the guarantee says: this many times slower at most. */
const BOUND = 3

/**
 * What floods: goes on until the signal ends it, some three seconds, and stays within what it says of itself.
 * What it is refused or cut off from is its own affair: {@link pace} swallows that.
 */
export type Flood = (url: string, signal: AbortSignal) => Promise<void>

/** What a flood does to a good user. */
export interface Harm {
  /** Whether reading and sending took at most three times as long as before. */
  readonly bearable: boolean
  /** How many times as long the slower of the two took. */
  readonly factor: number
  readonly before: Latency
  readonly under: Latency
}

/** A server in a process of its own, to be flooded while another user uses it. */
export class FloodStage {
  private constructor(
    readonly config: Config,
    private server: ServerProcess,
    private readonly drop: () => Promise<void>,
    private readonly sign: SignToken,
  ) {}

  /** @param sign makes the tokens of users, where the server takes others than the tests' own */
  static async set(overrides: Partial<Config> = {}, sign: SignToken = userToken): Promise<FloodStage> {
    const database = await createDatabase()
    const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-flood-'))
    const config = testConfig({ databaseUrl: database.url, dataDir, ...overrides })
    const drop = async () => {
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    }
    return new FloodStage(config, await startWarm(config, sign), drop, sign)
  }

  get url(): string {
    return this.server.url
  }

  staffToken(): Promise<string> {
    return signIn(this.url)
  }

  /**
   * The best of three rounds: a machine may be busy with something else, but what a flood does to an open door it does
   * each time. A round that fails gets a fresh server, so that no backlog is taken for how things were before.
   */
  async harmOf(flood: Flood): Promise<Harm> {
    let best = await this.round(flood)
    for (let round = 1; round < ROUNDS && !best.bearable; round++) {
      await this.restart()
      const next = await this.round(flood)
      if (next.factor < best.factor) best = next
    }
    return best
  }

  async close(): Promise<void> {
    await this.server.kill()
    await this.drop()
  }

  private async round(flood: Flood): Promise<Harm> {
    const user = await GoodUser.arrive(this.url, this.sign)
    const before = await user.measure(SAMPLES, LONGEST_MEASURE_MS, 0)
    const end = new AbortController()
    const flooding = flood(this.url, end.signal)
    await delay(BEFORE_MEASURING_MS)
    const under = await user.measure(SAMPLES, LONGEST_MEASURE_MS, PAUSE_MS)
    end.abort()
    await flooding
    user.leave()
    const factor = Math.max(ratio(before.rest, under.rest), ratio(before.send, under.send))
    return { bearable: factor <= BOUND, factor, before, under }
  }

  private async restart(): Promise<void> {
    await this.server.kill()
    this.server = await startWarm(this.config, this.sign)
  }
}

/** A process that has just started is slow by itself. */
async function startWarm(config: Config, sign: SignToken): Promise<ServerProcess> {
  const server = await ServerProcess.start(config)
  await Promise.all(Array.from({ length: 5 }, () => GoodUser.arrive(server.url, sign).then((user) => user.leave())))
  return server
}

function ratio(before: number, under: number): number {
  return under / Math.max(before, FLOOR_MS)
}
