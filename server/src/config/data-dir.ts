import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.js'
import { diskError } from './disk-error.js'
import { StartError } from './start-error.js'

/**
 * Sees that DATA_DIR can be written, before anything is lost for want of it.
 * @returns a warning where nothing has to be written there at present; null where all is well
 * @throws StartError where the database, secrets or e-mails go there
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
