// `npm run bench [-- NAME…] [--quick]`: every program of this folder, or those that are named, one after the other. What they
// measure is kept in docs/performance.json, of which docs/performance.md and its picture are made.
// `--quick` shows in some minutes that all of them run; its numbers mean nothing, and are not kept.
import { spawn } from 'node:child_process'
import { loadavg } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { PROGRAMS } from './programs.mjs'
import { args } from './report.mjs'
import { keep } from './performance.mjs'

const LIMIT_MS = 45 * 60_000
/** As long as a program may take to end what it has begun. */
const END_MS = 30_000
const quick = process.argv.includes('--quick')
const programs = PROGRAMS.filter(({ name }) => args.length === 0 || args.includes(name))
const unknown = args.filter((arg) => !PROGRAMS.some(({ name }) => name === arg))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. There are: ${PROGRAMS.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

let running = null
let told = null
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    told = signal
    running?.end()
  })
}

const failed = []
for (const { name, quick: quickArgs } of programs) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`)
  const load = loadavg()[0]
  const result = await measure(name, quick ? quickArgs : [])
  if (told) break
  if (result === null) failed.push(name)
  else if (quick) console.log(`${name} runs: ${result.figures.length} figures`)
  else await keep({ ...result, command: `node bench/${name}.mjs`, load })
}
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`)
process.exit(told || failed.length > 0 ? 1 : 0)

/** @returns what its last line says, null where it failed or took too long */
async function measure(name, programArgs) {
  const program = `${import.meta.dirname}/${name}.mjs`
  // A group of its own: what it has begun is ended with it, whatever becomes of it.
  const child = spawn(process.execPath, [program, ...programArgs, '--json'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = new Promise((resolve) => child.once('close', resolve))
  running = { end: () => end(child, closed) }
  const limit = setTimeout(() => {
    console.error(`${name} took longer than ${LIMIT_MS / 60_000} minutes`)
    running.end()
  }, LIMIT_MS)
  let last = ''
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('{')) last = line
    else console.log(line)
  }
  const code = await closed
  clearTimeout(limit)
  killGroup(child, 'SIGKILL')
  return code === 0 && last ? JSON.parse(last) : null
}

/** It undoes what it has begun; what it has not undone in time is ended too. */
async function end(child, closed) {
  child.kill('SIGTERM')
  await Promise.race([closed, delay(END_MS, null, { ref: false })])
  killGroup(child, 'SIGKILL')
}

function killGroup({ pid }, signal) {
  try {
    process.kill(-pid, signal)
  } catch {
    // All of it has ended.
  }
}
