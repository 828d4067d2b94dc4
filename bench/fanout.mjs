// What the server takes of the processors for a message at a steady pace, with nobody of staff connected, and with STAFF
// sockets: of ours they hear two events a message, of the floor (floor-server.mjs) one. Then with as many that watch one of
// the chats each, and are told numbers of the others. All in turn, in one run: quote the ratios.
//
//   npm run build && node bench/fanout.mjs [perSecond=200] [seconds=4] [rounds=5] [staff=200] [--json]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { perMessage, processorTime } from './processor-time.mjs'
import { args, benchmark } from './report.mjs'
import { send, servers } from './servers.mjs'

const CHATS = 20
/** Messages as fast as they go, before anything is measured: programs run slowly until their code is compiled. */
const WARM_UP = 10_000
/** What connecting leaves to be done is over by then. */
const SETTLE_MS = 1_500
const [perSecond = 200, seconds = 4, rounds = 5, staff = 200] = args.map(Number)
const messages = perSecond * seconds

await benchmark('fanout', async (atEnd) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'))
  atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const database = await startEmbeddedPostgres({ dataDir })
  atEnd(() => database.stop())
  const sides = []
  for (const [name, start] of Object.entries(servers)) {
    const server = await start(database)
    atEnd(server.stop)
    const pairs = await Promise.all(Array.from({ length: CHATS }, () => server.connectPair()))
    await warmUp(pairs)
    sides.push({ name, server, pairs, cpu: { nobody: [], all: [], watched: [] } })
  }
  for (let round = 1; round <= rounds; round++) {
    for (const heard of ['nobody', 'all', 'watched']) {
      for (const side of sides) {
        if (heard !== 'watched' || side.name === 'ours') {
          side.cpu[heard].push(await measure(side, heard, round, dataDir, atEnd))
        }
      }
    }
  }
  return figures(sides.map(({ cpu }) => cpu))
})

function figures([floor, ours]) {
  const compare = (who, mine, other, goal) => {
    const ratio = middle(mine.map(({ server }, round) => server / other[round].server))
    const [own, bare] = [mine, other].map((side) => middle(side.map(({ server }) => server)))
    const label = `server CPU a message at ${perSecond}/s, ${who}`
    console.log(`${label}: ratio, median of ${rounds} rounds: ${ratio.toFixed(2)} (${own.toFixed(2)} ms)`)
    return { label, unit: 'ms', goal, ours: own, floor: bare, ratio }
  }
  return [
    compare('0 of staff', ours.nobody, floor.nobody, '≤ 1.25 ×'),
    compare(`${staff} of staff`, ours.all, floor.all, '≤ 2.5'),
    compare(`${staff} who watch a chat each, against ${staff} who hear all`, ours.watched, ours.all),
  ]
}

async function measure({ name, server, pairs }, heard, round, dataDir, atEnd) {
  const watched = heard === 'watched' ? pairs.map(({ chatId }) => chatId) : []
  const listeners = heard === 'nobody' ? null : await listen(server, watched, atEnd)
  await delay(SETTLE_MS)
  const before = await processorTime(server.pid, dataDir)
  await sendAtPace(pairs)
  const cpu = perMessage(before, await processorTime(server.pid, dataDir), messages)
  const events = listeners ? await listeners.stop() : 0
  console.log(
    `round ${round} ${name.padEnd(5)} staff hear ${heard.padEnd(7)}   CPU a message: server ${cpu.server.toFixed(2)} ms, ` +
      `database ${cpu.database.toFixed(2)} ms   ${(events / messages).toFixed(0)} events a message to staff`,
  )
  return cpu
}

async function warmUp(pairs) {
  let left = WARM_UP
  const loop = async (pair) => {
    // A little slower than a user may.
    for (; left > 0; left--) await Promise.all([send(pair), delay(11)])
  }
  await Promise.all(pairs.map(loop))
}

/** Whatever the answers take; resolves once all have come. */
async function sendAtPace(pairs) {
  const began = performance.now()
  const answers = []
  for (let number = 0; number < messages; number++) {
    await delay(Math.max(0, began + (number * 1_000) / perSecond - performance.now()))
    answers.push(send(pairs[number % pairs.length]))
  }
  await Promise.all(answers)
}

/**
 * Connects sockets of staff, of a process of their own, which watch one of these chats each, or hear all where there are none.
 * `stop` ends them, and answers how many events they heard.
 */
async function listen(server, watched, atEnd) {
  const program = new URL('staff-listeners.mjs', import.meta.url)
  const child = fork(program, [server.origin, JSON.stringify(await server.staffAuth()), staff, ...watched])
  atEnd(() => child.kill())
  const [answer] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (answer?.connected !== staff) throw new Error('The sockets of staff did not connect.')
  const stop = async () => {
    child.send('count')
    const [{ events }] = await once(child, 'message')
    child.kill()
    return events
  }
  return { stop }
}

function middle(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
