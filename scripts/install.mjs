// Makes node_modules what package-lock.json says, when it is not.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { root, run, seconds } from './run.mjs'

/** npm writes this file last: without it, an install was not finished. */
const INSTALLED = join(root, 'node_modules/.package-lock.json')
/** Holds the process id of an install under way, which may outlive the start that began it. */
const UNDER_WAY = join(root, '.installing')
/** Longer than the slowest network takes; npm itself asks again and again. */
const LIMIT_MINUTES = 20

/** Installs what is missing. @returns whether everything is there now */
export async function install() {
  if (!(await waitForOther())) return false
  const wanted = packagesOf(join(root, 'package-lock.json'))
  if (isInstalled(wanted)) return true

  const total = Object.keys(wanted).filter((path) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path)).length
  console.log(`Installing ${total} packages from the npm registry. It is done once, and takes a minute or two.`)
  const began = Date.now()
  rmSync(INSTALLED, { force: true })
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const done = await run([...npm, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-progress'], {
    quiet: true,
    onStart: (pid) => writeFileSync(UNDER_WAY, String(pid)),
    progress: () => 'still installing',
    limitMinutes: LIMIT_MINUTES,
  })
  rmSync(UNDER_WAY, { force: true })
  console.log(done ? `Installed in ${seconds(began)}.` : 'The packages could not be installed: the reason is above.')
  return done
}

/** @returns whether it is over */
async function waitForOther() {
  if (!isUnderWay()) return true
  console.log('Another start is installing: waiting for it.')
  const deadline = Date.now() + LIMIT_MINUTES * 60_000
  while (isUnderWay() && Date.now() < deadline) await delay(500)
  if (!isUnderWay()) return true
  console.error(`Another start has not done installing after ${LIMIT_MINUTES} minutes: end it, and start again.`)
  return false
}

/** Where there is no /proc, a process with that id is taken for the install. */
function isUnderWay() {
  try {
    const pid = Number(readFileSync(UNDER_WAY, 'utf8'))
    process.kill(pid, 0)
    return !existsSync('/proc/self') || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('npm')
  } catch {
    return false
  }
}

function isInstalled(wanted) {
  const present = packagesOf(INSTALLED)
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer, extraneous }]) => {
    if (path === '') return true
    return present[path] ? present[path].version === version : optional || devOptional || peer || extraneous
  })
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages
  } catch {
    return {}
  }
}
