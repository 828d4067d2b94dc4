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
    const stat = /^\d+$/.test(id) && (await readFile(`/proc/${id}/stat`, 'latin1').catch(() => null))
    if (!stat) continue
    // After the name, which is in parentheses: state, parent, … and from 11 on clock ticks of 10 ms, its own in user and
    // system, and those of its children that have ended.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent, own, ended] = [fields[1], (fields[11] + fields[12]) * 10, (fields[13] + fields[14]) * 10]
    if (Number(id) === server) time.server += own
    if (Number(id) === postmaster) time.database += own + ended
    if (parent === postmaster) time.database += own
  }
  return time
}

/** Of each, what it took for one of so many messages. */
export function perMessage(before, after, messages) {
  return {
    server: (after.server - before.server) / messages,
    database: (after.database - before.database) / messages,
  }
}
