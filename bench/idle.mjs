// What a socket costs that does nothing: memory after a collection, and processor time for pings, beacons and checks of
// sessions. Ours and the floor (floor-server.mjs), which pings as often, at the same time: quote the ratios.
//
//   npm run build && node bench/idle.mjs [sockets=2000] [seconds=30] [rounds=3] [--json]
import { setTimeout as delay } from 'node:timers/promises'
import { closeAll, connect } from './bare-client.mjs'
import { median, startBoth } from './measured.mjs'
import { args, benchmark } from './report.mjs'

/** A heartbeat's period, or several: that is what a socket is told each 30 s. */
const [sockets = 2_000, seconds = 30, rounds = 3] = args.map(Number)
/** Sockets that are opened at a time. */
const AT_ONCE = 50
/** Sockets that are opened and closed before anything is measured. */
const WARM_UP = 200
/** What a server puts off is done by then. */
const SETTLED_MS = 3_000

/** What is compared, and how much of it is meant to be enough. What a process holds of the machine's memory counts in the first round only: it keeps it. */
const FIGURES = [
  { label: 'memory of an idle socket, resident', pick: ({ rssKib }) => rssKib, unit: 'KiB', goal: '≤ 35', first: true },
  { label: 'memory of an idle socket, held by JavaScript', pick: ({ heldKib }) => heldKib, unit: 'KiB' },
  { label: 'CPU of an idle socket, a minute', pick: ({ cpuMs }) => cpuMs, unit: 'ms', goal: '≤ 1.25 ×' },
]

await benchmark('idle', async (atEnd) => {
  const servers = await startBoth(atEnd)
  const names = Object.keys(servers)
  const each = { floor: [], ours: [] }
  // Has the code compiled, with few sockets: what a server has once had of the machine's memory, it keeps.
  for (const name of names) await warmUp(servers[name])
  const base = await cpuOf(servers, seconds)
  for (let round = 1; round <= rounds; round++) {
    const alone = await forAll(names, (name) => servers[name].memory())
    const open = await forAll(names, (name) => openSockets(servers[name]))
    await delay(SETTLED_MS)
    const full = await forAll(names, (name) => servers[name].memory())
    const busy = await cpuOf(servers, seconds)
    for (const name of names) {
      const perSocket = (pick) => (pick(full[name]) - pick(alone[name])) / sockets / 1024
      const result = {
        heldKib: perSocket(({ held }) => held),
        rssKib: perSocket(({ rss }) => rss),
        cpuMs: ((busy[name] - base[name]) / sockets / seconds) * 60,
      }
      each[name].push(result)
      console.log(
        `round ${round} ${name.padEnd(5)} a socket: ${result.rssKib.toFixed(1)} KiB resident, ${result.heldKib.toFixed(1)} held, CPU a minute ${result.cpuMs.toFixed(2)} ms`,
      )
    }
    await forAll(names, (name) => closeAll(open[name]))
    await delay(SETTLED_MS)
  }
  return FIGURES.map((figure) => compare(each, figure))
})

function compare(each, { pick, first, ...about }) {
  const rows = (name) => (first ? each[name].slice(0, 1) : each[name]).map(pick)
  const [floor, ours] = [rows('floor'), rows('ours')]
  const ratio = median(ours.map((value, round) => value / floor[round]))
  const figure = { ...about, ours: median(ours), floor: median(floor), ratio }
  console.log(
    `${figure.label}: ours ${figure.ours.toFixed(2)}, floor ${figure.floor.toFixed(2)} ${figure.unit}, ratio ${ratio.toFixed(2)}`,
  )
  return figure
}

async function warmUp(server) {
  for (let from = 0; from < WARM_UP; from += AT_ONCE) await closeAll(await openSome(server, from))
  await delay(SETTLED_MS)
}

async function openSockets(server) {
  const all = []
  while (all.length < sockets) all.push(...(await openSome(server, all.length)))
  return all
}

function openSome({ origin, token }, from) {
  const count = Math.min(AT_ONCE, sockets - from)
  return Promise.all(Array.from({ length: count }, (_, number) => connect(origin, token(`user-${from + number}`))))
}

/** Milliseconds of processor time that each takes in the same span of time. */
async function cpuOf(servers, forSeconds) {
  const names = Object.keys(servers)
  const before = await forAll(names, (name) => servers[name].cpuMs())
  await delay(forSeconds * 1_000)
  const after = await forAll(names, (name) => servers[name].cpuMs())
  return Object.fromEntries(names.map((name) => [name, after[name] - before[name]]))
}

async function forAll(names, run) {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await run(name)])))
}
