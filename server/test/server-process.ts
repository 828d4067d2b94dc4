import { execFile, fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import type { Config } from '../src/config/config.js'
import { eventually } from './eventually.js'
import { bundleOf, type Program } from './programs.js'

/** A server in a process of its own, which can be killed as a machine kills it. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @param program reads its configuration from `TEST_CONFIG`, and whatever `env` adds */
  static start(
    config: Config,
    program: Program = 'run-server',
    env: Record<string, string> = {},
  ): Promise<ServerProcess> {
    return this.run(program, { ...env, TEST_CONFIG: JSON.stringify({ ...config, dataSource: undefined, port: 0 }) })
  }

  /** @param program tells its port once it listens */
  static async run(program: Program, env: Record<string, string>): Promise<ServerProcess> {
    const child = fork(bundleOf(program), {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const ended = once(child, 'exit').then(() => {
      throw new Error('The server process ended before it listened')
    })
    const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }]
    ended.catch(() => undefined)
    return new ServerProcess(child, `http://127.0.0.1:${port}`)
  }

  /** Has the process look for e-mails that are due, as its clock would. */
  sweep(): void {
    this.send('sweep')
  }

  /** Passes `message` to the entry, which knows what to do. */
  send(message: string | object): void {
    this.child.send(message)
  }

  /** kill -9. */
  async kill(): Promise<void> {
    if (this.hasEnded) return
    this.child.kill('SIGKILL')
    await this.ended()
  }

  /** Waits until it has been stopped, with all that it holds. */
  async stopped(): Promise<void> {
    const isStopped = async () => {
      const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(this.child.pid)])
      return stdout.trim().startsWith('T') || null
    }
    await eventually(isStopped, 'the process to be stopped')
  }

  /** Lets it go on after that, as if nothing had been. */
  continue(): void {
    this.child.kill('SIGCONT')
  }

  /** Stops it from doing anything, and leaves its connections open. `kill` still works. */
  freeze(): void {
    this.child.kill('SIGSTOP')
  }

  /** Waits for a death that has another cause. */
  async ended(): Promise<void> {
    if (!this.hasEnded) await once(this.child, 'exit')
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }
}
