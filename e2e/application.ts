import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startEmbeddedPostgres } from '../server/src/embedded-postgres/embedded-postgres.js'

/**
 * Starts `main.js` of `project` with a database of its own.
 * @returns what it prints first, and what ends both
 */
export async function startApplication(
  project: string,
  env: Record<string, string>,
  options: string[] = [],
): Promise<{ line: string; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(project, 'data-'))
  const database = await startEmbeddedPostgres({ dataDir, durable: false })
  const app = spawn(process.execPath, [...options, 'main.js'], {
    cwd: project,
    env: { PATH: process.env.PATH, DATABASE_URL: database.url, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = async () => {
    app.kill()
    if (app.exitCode === null && app.signalCode === null) await once(app, 'exit')
    await database.stop()
  }
  try {
    return { line: await firstLineOf(app), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** @throws where it ends before that */
async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('Its output is not read')
  for await (const line of createInterface(stdout)) return line
  throw new Error('It ended without a word')
}
