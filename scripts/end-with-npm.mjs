// npm passes on only some of the ways in which it can be ended. When it is gone, nobody is left to stop us.
import { readFileSync } from 'node:fs'

const CHECK_MS = 250

/** Sends this process a SIGTERM once the npm that runs it is gone. Does nothing when npm does not run it. */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const began = ancestors()
  const check = setInterval(() => {
    if (ancestors() === began) return
    clearInterval(check)
    process.kill(process.pid, 'SIGTERM')
  }, CHECK_MS)
  check.unref()
}

/** Our parent, which is npm or the shell that npm runs us in, and in the second case the shell's parent too. */
function ancestors() {
  const parent = process.ppid
  return isNpm(parent) ? `${parent}` : `${parent} ${parentOf(parent)}`
}

function isNpm(pid) {
  return read(`/proc/${pid}/cmdline`).startsWith('npm')
}

/** Where there is no /proc, as on macOS, the shell makes way for us and our parent is npm. */
function parentOf(pid) {
  return /^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? ''
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
