import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startApplication } from './application.js'

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

  private constructor(readonly project: string) {}

  static async install(): Promise<PackedServer> {
    await mkdir(join(root, 'e2e/test-results'), { recursive: true })
    const project = await mkdtemp(join(root, 'e2e/test-results/server-package-'))
    const packed = new PackedServer(project)
    await mkdir(packed.folder, { recursive: true })
    await run('tar', ['-xzf', await pack('server', project), '-C', packed.folder, '--strip-components=1'])
    await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }))
    return packed
  }

  get folder(): string {
    return join(this.project, 'node_modules/@support-chat/server')
  }

  /** Starts `main.js` with a database of its own. @returns what it prints first, its address */
  async start(env: Record<string, string>): Promise<string> {
    const { line, stop } = await startApplication(this.project, env)
    this.stops.push(stop)
    return line
  }

  async remove(): Promise<void> {
    for (const stop of this.stops) await stop()
    await rm(this.project, { recursive: true, force: true })
  }
}
