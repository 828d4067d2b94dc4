import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The main process of a running PostgreSQL, from its postmaster.pid. */
export interface Postmaster {
  pid: number
  port: number
}

/**
 * The postmaster that runs on `data`, or null.
 *
 * A killed run leaves a postmaster.pid behind. PostgreSQL clears one whose process is gone, but not one whose process
 * id belongs to another program by now (usual after a container restarts), so that is cleared here.
 */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const file = join(data, 'postmaster.pid')
  const [pid, , , port] = (await readFile(file, 'utf8').catch(() => '')).split('\n').map(Number)
  if (!pid || !port || !isAlive(pid)) return null
  if (await runsOn(data, pid)) return { pid, port }
  await rm(file, { force: true })
  return null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Where the system has no way to read a process's command line, the process is taken to be the postmaster. */
async function runsOn(data: string, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
  return command === null ? isAlive(pid) : command.split('\0').includes(data)
}
