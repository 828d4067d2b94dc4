// Some tests need programs that npm does not have: the system's are used, and installed where that is ours to do.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

/** Debian's packages have the same names, but for these. */
const PACKAGES = { clamd: 'clamav-daemon' }
const WITHOUT = {
  clamd: 'the tests of files scan with a stand-in for ClamAV only',
  'redis-server': 'the tests of several servers behind one Redis do not run',
  nginx: 'the browser tests of two servers behind nginx do not run',
}

/** Sees to programs on the PATH, as root on Debian by installing their packages; says so, or what will not run. */
export async function providePrograms(...programs) {
  const missing = () => programs.filter((program) => !isOnPath(program))
  if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/etc/debian_version') && isOnPath('apt-get')) {
    const packages = missing().map((program) => PACKAGES[program] ?? program)
    console.log(`Installing Debian packages that some tests need: ${packages.join(', ')}.`)
    await installPackages(packages)
  }
  for (const program of missing()) console.log(`There is no ${program} on the PATH: ${WITHOUT[program]}.`)
}

async function installPackages(packages) {
  // Debian starts no service that it installs in this runlevel.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const get = (...args) => run(['apt-get', '-qq', ...args], { quiet: true, env })
  if (!(await get('update'))) return
  for (const name of packages) await get('install', '--yes', '--no-install-recommends', name)
}

/** Debian has servers where only root looks; the tests look there too. */
function isOnPath(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  return folders.some((folder) => existsSync(join(folder, program)))
}
