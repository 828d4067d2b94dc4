import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Config } from '../src/config/config.js'

/** A server in a process of its own, which can be killed as a machine kills it. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(config: Config): Promise<ServerProcess> {
    const child = fork(join(__dirname, 'run-server.ts'), {
      execArgv: ['--conditions=source', '--import', join(__dirname, '../typescript.mjs')],
      env: { ...process.env, TEST_CONFIG: JSON.stringify({ ...config, port: 0 }) },
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
    this.child.send('sweep')
  }

  /** kill -9. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    this.child.kill('SIGKILL')
    await once(this.child, 'exit')
  }
}
