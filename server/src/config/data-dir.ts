import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.js'
import { diskError } from './disk-error.js'
import { StartError } from './start-error.js'

/**
 * Checks at start that DATA_DIR can be written.
 * @returns a warning where it cannot, but nothing is stored there; null where it can
 * @throws StartError where it cannot, and the database, secrets or e-mails are stored there
 */
export async function checkDataDir({ dataDir, databaseUrl, smtpUrl }: Config): Promise<string | null> {
  const problem = await whyUnwritable(dataDir)
  if (problem === null) return null
  if (databaseUrl === null || smtpUrl === null) throw problem
  return problem.message
}

async function whyUnwritable(dataDir: string): Promise<StartError | null> {
  const probe = join(dataDir, `.writable-${process.pid}`)
  try {
    await mkdir(dataDir, { recursive: true })
    await writeFile(probe, 'Support Chat looks whether it can write here.\n')
    await rm(probe)
    return null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return (
      diskError(error, `DATA_DIR ${dataDir}`) ??
      new StartError(
        `DATA_DIR ${dataDir} cannot be written (${code}): let this account write there, or set DATA_DIR to a folder of its own.`,
      )
    )
  }
}
