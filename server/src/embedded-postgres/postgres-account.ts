import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, realpath, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { StartError } from '../config/start-error.js'

/** The account that runs PostgreSQL, where it is not the one that runs Node, as an option of `child_process`. */
export interface Account {
  uid: number
  gid: number
}

/** For folders that an unprivileged account must reach and that survive a reboot. */
const REACHABLE_ROOT = '/var/lib'

/**
 * Prepares the folder of the embedded database.
 * @returns the account that runs it; null for the present one
 *
 * PostgreSQL refuses to run as root, so root hands the folder to an unprivileged account. Where that account cannot
 * reach it, because a folder above DATA_DIR is closed, `home` becomes a link to a folder under /var/lib, or, where
 * DATA_DIR is temporary, to one beside it.
 */
export async function prepareHome(home: string): Promise<Account | null> {
  const uid = process.getuid?.()
  if (uid === undefined) {
    await mkdir(home, { recursive: true })
    return null
  }
  if (uid === 0) return prepareAsRoot(home)

  await mkdir(home, { recursive: true, mode: 0o700 })
  const owner = (await stat(home)).uid
  if (owner !== uid) {
    throw new StartError(`${home} belongs to another account (uid ${owner}): start as that account or set DATA_DIR.`)
  }
  return null
}

async function prepareAsRoot(home: string): Promise<Account> {
  if (!existsSync(home)) await makeReachable(home)
  const { uid, gid } = await stat(home)
  if (uid !== 0) return { uid, gid }

  const account = await unprivilegedAccount()
  await chown(home, account.uid, account.gid)
  return account
}

async function makeReachable(home: string): Promise<void> {
  const dataDir = dirname(home)
  await mkdir(dataDir, { recursive: true })
  const place = await realpath(dataDir)
  if (await isOpenToAll(dirname(place))) {
    // Other accounts may pass through, but not list it.
    await chmod(place, (await stat(place)).mode | 0o111)
    await mkdir(home, { recursive: true, mode: 0o700 })
    return
  }
  const temporary = await realpath(tmpdir())
  const root = place.startsWith(temporary + sep) ? temporary : REACHABLE_ROOT
  await symlink(await mkdtemp(join(root, 'support-chat-')), home)
}

/** Whether every account may pass through `folder` and all folders above it. */
async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  if ((mode & 0o001) === 0) return false
  return folder === dirname(folder) || isOpenToAll(dirname(folder))
}

/** `nobody`, or the first account that is not root: initdb asks that the account has an entry in /etc/passwd. */
async function unprivilegedAccount(): Promise<Account> {
  const accounts = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => uid > 0)
  const account = accounts.find(({ name }) => name === 'nobody') ?? accounts[0]
  if (!account) throw new StartError('PostgreSQL refuses to run as root: start as another account or set DATABASE_URL.')
  return { uid: account.uid, gid: account.gid }
}

/** Gives `folder` and all in it to `account`. */
export async function giveTo(account: Account, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true })
  await Promise.all(['', ...entries].map((entry) => chown(join(folder, entry), account.uid, account.gid)))
}
