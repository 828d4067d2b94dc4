import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { diskError } from './disk-error.js'
import { StartError } from './start-error.js'

/**
 * Reads the secret in `file`, which is created at random on first use, readable by its owner only.
 * Two processes that create it at once get the same one: the file appears whole or not at all.
 * @throws StartError where the file can neither be read nor created
 */
export function loadOrCreateSecret(file: string): string {
  try {
    return readSecret(file) ?? createSecret(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw (
      diskError(error, file) ??
      new StartError(`${file} can neither be read nor made (${code}): set DATA_DIR to a folder of your own.`)
    )
  }
}

function readSecret(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function createSecret(file: string): string {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  const secret = randomBytes(32).toString('base64url')
  // No line end, so that programs that read the file as it is have the secret as it is.
  writeFileSync(draft, secret, { mode: 0o600 })
  try {
    linkSync(draft, file)
    return secret
  } catch (error) {
    const theirs = readSecret(file)
    if (theirs) return theirs
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
