import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './free-port.js'

/** Whether this machine has a `redis-server` to test with. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

/** A `redis-server` of the test's own, to be flushed, killed and brought back. */
export class RedisProcess {
  private child: ChildProcess | null = null

  private constructor(
    private readonly port: number,
    private readonly directory: string,
  ) {}

  static async start(): Promise<RedisProcess> {
    const redis = new RedisProcess(await freePort(), await mkdtemp(join(tmpdir(), 'support-chat-redis-')))
    await redis.revive()
    return redis
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async revive(): Promise<void> {
    const child = spawn('redis-server', ['--port', String(this.port), '--bind', '127.0.0.1', '--save', ''], {
      cwd: this.directory,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.child = child
    let said = ''
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('Ready to accept connections')) resolve()
      })
      child.once('exit', () => {
        reject(new Error(`redis-server ended: ${said}`))
      })
    })
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const child = this.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** Stops it from answering, and leaves its connections open. */
  freeze(): void {
    this.child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.child?.kill('SIGCONT')
  }

  async command(name: string, ...args: string[]): Promise<unknown> {
    const client = new Redis(this.url, { maxRetriesPerRequest: 1 })
    return client.call(name, ...args).finally(() => {
      client.disconnect()
    })
  }

  async stop(): Promise<void> {
    await this.kill()
    await rm(this.directory, { recursive: true, force: true })
  }
}
