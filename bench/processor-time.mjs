// What processes have taken of the processors until now, by Linux, in milliseconds.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Of a server, and of the database's processes, ended ones too.
 * @param {number} server its process id
 * @param {string} dataDir of the embedded database
 */
export async function processorTime(server, dataDir) {
  const time = { server: 0, database: 0 }
  const postmaster = parseInt(await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8'))
  for (const id of await readdir('/proc')) {
    const process = /^\d+$/.test(id) && (await timesOf(id).catch(() => null))
    if (!process) continue
    const { parent, own, ended } = process
    if (Number(id) === server) time.server += own
    if (Number(id) === postmaster) time.database += own + ended
    if (parent === postmaster) time.database += own
  }
  return time
}

/** Of one process: its parent, its own time, and that of its children that have ended. */
export async function timesOf(id) {
  const stat = await readFile(`/proc/${id}/stat`, 'latin1')
  // After the name, which is in parentheses: state, parent, … and from 11 on clock ticks of 10 ms, in user and in system.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return { parent: fields[1], own: (fields[11] + fields[12]) * 10, ended: (fields[13] + fields[14]) * 10 }
}

/** Of each, what it took for one of so many messages. */
export function perMessage(before, after, messages) {
  return {
    server: (after.server - before.server) / messages,
    database: (after.database - before.database) / messages,
  }
}
