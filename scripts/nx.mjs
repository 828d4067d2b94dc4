// Runs targets, comma between them, of all projects through nx, without its daemon.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.mjs'

const CACHE = join(root, '.nx')
const env = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' }

/** What has not changed since the last time comes from nx's cache. @returns whether all succeeded */
export function nx(targets, options = {}) {
  return run([process.execPath, 'node_modules/nx/dist/bin/nx.js', 'run-many', '-t', targets], { ...options, env })
}

/** A killed run may have left the cache half written, which no build can repair: it is not worth keeping then. */
export async function build(options) {
  const hadCache = existsSync(CACHE)
  if (await nx('build', options)) return true
  if (!hadCache) return false
  console.log('Building once more, without the cache of earlier runs.')
  rmSync(CACHE, { recursive: true, force: true })
  return nx('build', options)
}
