import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const modules = join(__dirname, '../../node_modules')

export interface Running {
  child: ChildProcess
  /** What it has printed. */
  said: { text: string }
}

/** The text of a page of `docs`. */
export const readPage = (page: string): Promise<string> => readFile(join(__dirname, '../../docs', page), 'utf8')

/** The blocks of a page that are written in `language`. */
export const codeBlocks = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text!)

/** The programs of pages of `docs`, in a folder of their own, as a reader of the pages would have them. */
export class DocumentedPrograms {
  private readonly children: ChildProcess[] = []

  private constructor(readonly folder: string) {}

  static async of(...pages: string[]): Promise<DocumentedPrograms> {
    // Beneath the packages, where a program finds those that it imports.
    const folder = await mkdtemp(join(modules, '.support-chat-docs-'))
    await writeFile(join(folder, 'package.json'), '{"type": "module"}')
    for (const page of await Promise.all(pages.map(readPage))) {
      for (const text of [...codeBlocks(page, 'js'), ...codeBlocks(page, 'ts')]) {
        const [, name] = /^\/\/ ([\w-]+\.m?[jt]s)\n/.exec(text) ?? []
        if (name) await writeFile(join(folder, name), text)
      }
    }
    return new DocumentedPrograms(folder)
  }

  /** Runs a program, or one of a package, to its end. @throws what it printed, where it fails */
  async run(path: string, args: string[], env: Record<string, string> = {}): Promise<string> {
    const file = path.includes('/') ? join(modules, path) : path
    const options = { cwd: this.folder, env: { ...process.env, ...env } }
    const done = promisify(execFile)(process.execPath, [file, ...args], options)
    const { stdout } = await done.catch((error: Error & { stdout: string; stderr: string }) => {
      throw new Error(`${error.message}\n${error.stdout}`)
    })
    return stdout
  }

  /** Starts a program, which runs until {@link stop}. */
  start(name: string, env: Record<string, string>): Running {
    const child = spawn(process.execPath, [name], {
      cwd: this.folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.children.push(child)
    const said = { text: '' }
    child.stdout.on('data', (chunk: Buffer) => (said.text += chunk.toString()))
    return { child, said }
  }

  stop(): void {
    for (const child of this.children.splice(0)) child.kill()
  }

  async close(): Promise<void> {
    this.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}
