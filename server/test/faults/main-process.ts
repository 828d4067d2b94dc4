import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Config } from '../../src/config/config.js'
import { mainArguments } from '../programs.js'
import { ADMIN, USER_JWT_SECRET } from '../test-app.js'

/** The product's own entry, in production, to be stopped as an orchestrator stops it. */
export class MainProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start({ databaseUrl, dataDir, staffJwtSecret, smtpUrl }: Config): Promise<MainProcess> {
    const child = spawn(process.execPath, mainArguments(), {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: '0',
        PUBLIC_URL: 'https://support.example.com',
        DATABASE_URL: databaseUrl ?? '',
        DATA_DIR: dataDir,
        USER_JWT_SECRET,
        STAFF_JWT_SECRET: staffJwtSecret,
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        ALLOWED_ORIGINS: 'https://app.example.com',
        SMTP_URL: smtpUrl ?? 'smtp://127.0.0.1:1',
        MAIL_FROM: 'Support <support@example.com>',
        CHAT_PAGE_URL: 'https://app.example.com/chat',
      },
    })
    let said = ''
    const ended = once(child, 'exit').then(() => {
      throw new Error(`The server ended before it was ready: ${said}`)
    })
    ended.catch(() => undefined)
    const ready = new Promise<string>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const port = /"port":(\d+).*Support Chat is ready/.exec(said)?.[1]
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
      })
    })
    return new MainProcess(child, await Promise.race([ready, ended]))
  }

  /** What an orchestrator sends first. @returns the exit code, once it has ended by itself */
  terminate(): Promise<number | null> {
    const ended = once(this.child, 'exit').then(([code]) => code as number | null)
    this.child.kill('SIGTERM')
    return ended
  }

  /** Those who spread the load have been given time to hear that it is leaving. */
  endNotice(): void {
    this.child.kill('SIGUSR2')
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    this.child.kill('SIGKILL')
    await once(this.child, 'exit')
  }
}
