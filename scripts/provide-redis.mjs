// A few tests need a Redis, and npm has none: the system's is used, and installed where that is ours to do.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

/** Sees to a redis-server on the PATH, as root on Debian by installing its package; says so, or what will not run. */
export async function provideRedis() {
  if (isOnPath('redis-server')) return
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version') && isOnPath('apt-get')) {
    console.log('Installing the Debian package redis-server, which some tests need.')
    if (await installPackage()) return
  }
  console.log('There is no redis-server on the PATH: the tests of several servers behind one Redis do not run.')
}

async function installPackage() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const get = (...args) => run(['apt-get', '-qq', ...args], { quiet: true, env })
  const apt = () => get('install', '--yes', '--no-install-recommends', 'redis-server')
  return (await get('update')) && (await apt()) && isOnPath('redis-server')
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}
