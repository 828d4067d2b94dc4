import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startEmbeddedPostgres } from '../server/src/embedded-postgres/embedded-postgres.js'

const run = promisify(execFile)
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Packs a project of the workspace. @returns the tarball */
export async function pack(project: string, into: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', into], { cwd: join(root, project) })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  return join(into, filename)
}

/** A project of its own inside of the workspace, whose node_modules has the packed server, and what that depends on. */
export class PackedServer {
  private readonly stops: (() => Promise<void>)[] = []

  private constructor(
    readonly project: string,
    readonly tarball: string,
  ) {}

  static async install(): Promise<PackedServer> {
    await mkdir(join(root, 'e2e/test-results'), { recursive: true })
    const project = await mkdtemp(join(root, 'e2e/test-results/server-package-'))
    const packed = new PackedServer(project, await pack('server', project))
    await mkdir(packed.folder, { recursive: true })
    await run('tar', ['-xzf', packed.tarball, '-C', packed.folder, '--strip-components=1'])
    await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }))
    return packed
  }

  get folder(): string {
    return join(this.project, 'node_modules/@support-chat/server')
  }

  /** Starts `main.js` with a database of its own. @returns what it prints first, its address */
  async start(env: Record<string, string>): Promise<string> {
    const dataDir = await mkdtemp(join(this.project, 'data-'))
    const database = await startEmbeddedPostgres({ dataDir, durable: false })
    this.stops.push(() => database.stop())
    const app = spawn(process.execPath, ['main.js'], {
      cwd: this.project,
      env: { PATH: process.env.PATH, DATABASE_URL: database.url, DATA_DIR: dataDir, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.stops.unshift(async () => {
      app.kill()
      if (app.exitCode === null) await once(app, 'exit')
    })
    return firstLineOf(app)
  }

  async remove(): Promise<void> {
    for (const stop of this.stops) await stop()
    await rm(this.project, { recursive: true, force: true })
  }
}

/** @throws where it ends before that */
async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('Its output is not read')
  for await (const line of createInterface(stdout)) return line
  throw new Error('It ended without a word')
}
