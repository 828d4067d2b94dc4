// Runs one program as a step of a longer job: in the project's folder, killed with us, with signs of life.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const HEARTBEAT_MS = 10_000
const children = new Set()

/** A program told to end ends everything it has started, then itself. */
export function endWithChildren(signal) {
  for (const child of children) child.kill(signal)
  process.exit(signal === 'SIGINT' ? 130 : 143)
}

/** Tells everything that was started to end, and waits until it has. */
export async function stopChildren() {
  await Promise.all(
    [...children].map((child) => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      return ended
    }),
  )
}

/**
 * Runs `command` to its end and returns whether it succeeded. Its output is shown, or, when `quiet`, shown only if it
 * fails; a quiet one tells every ten seconds that it is still at work, with what `progress()` adds. One with
 * `limitMinutes` is killed after that time, and has failed.
 */
export async function run(
  command,
  { quiet = false, progress = () => 'still at work', env = {}, cwd = root, onStart = () => {}, limitMinutes = 0 } = {},
) {
  const [program, ...args] = command
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  })
  children.add(child)
  if (child.pid) onStart(child.pid)
  const output = []
  child.stdout?.on('data', (chunk) => output.push(chunk))
  child.stderr?.on('data', (chunk) => output.push(chunk))

  const began = Date.now()
  const limit = limitMinutes && setTimeout(() => giveUp(child, output, limitMinutes), limitMinutes * 60_000)
  const heartbeat = setInterval(() => quiet && console.log(`  ${seconds(began)} ${progress()}`), HEARTBEAT_MS)
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output.push(`${program}: ${error.message}\n`)
      resolve(1)
    })
    child.once('close', (exitCode) => resolve(exitCode ?? 1))
  })
  clearInterval(heartbeat)
  clearTimeout(limit)
  children.delete(child)
  if (code !== 0 && quiet) process.stderr.write(Buffer.concat(output.map((chunk) => Buffer.from(chunk))))
  return code === 0
}

/** Ends a program that hangs, on a network that says nothing for example, and says that it was that. */
function giveUp(child, output, minutes) {
  output.push(`Given up: it was not done after ${minutes} minutes.\n`)
  child.kill('SIGKILL')
}

/** How long ago that was, for people. */
export const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`
