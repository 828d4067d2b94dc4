// What it costs the server when a user connects whom it knows: its processor time for each, spread over time and all at
// once. Ours and the floor (floor-server.mjs), which checks a JWT and joins a room, in turn, in one run: quote the ratios.
//
//   npm run build && node bench/connect.mjs [users=1000] [perSecond=200] [rounds=5] [--json]
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { closeAll, connect } from './bare-client.mjs'
import { median, startBoth } from './measured.mjs'
import { args, benchmark } from './report.mjs'

const [users = 1_000, perSecond = 200, rounds = 5] = args.map(Number)
/** What a server puts off, such as who was seen when, is done by then. */
const SETTLED_MS = 2_500

await benchmark('connect', async (atEnd) => {
  const servers = await startBoth(atEnd)
  const database = new pg.Client({ connectionString: servers.ours.databaseUrl })
  await database.connect()
  atEnd(() => database.end())
  const { floor, ours } = servers
  // Two rounds that are not measured: the first makes the users, and by the second the code is compiled.
  for (const server of [floor, ours, floor, ours]) await measure(server, 'spread')
  const each = { spread: { floor: [], ours: [] }, burst: { floor: [], ours: [] } }
  for (let round = 1; round <= rounds; round++) {
    for (const mode of ['spread', 'burst']) {
      for (const name of ['floor', 'ours']) {
        // They have not been here for a while.
        await database.query(`UPDATE users SET last_seen_at = now() - interval '1 day' WHERE role = 'user'`)
        const { cpuMs, seconds } = await measure(servers[name], mode)
        each[mode][name].push(cpuMs)
        console.log(
          `round ${round} ${mode} ${name.padEnd(5)} CPU a connect: ${cpuMs.toFixed(2)} ms, all in after ${seconds.toFixed(1)} s`,
        )
      }
    }
  }
  return Object.entries(each).map(([mode, times]) => figureOf(mode, times))
})

async function measure(server, mode) {
  const tokens = Array.from({ length: users }, (_, number) => server.token(`user-${number}`))
  const before = await server.cpuMs()
  const began = performance.now()
  const pause = mode === 'spread' ? 1_000 / perSecond : 0
  const opening = []
  for (const [number, each] of tokens.entries()) {
    await delay(Math.max(0, began + number * pause - performance.now()))
    opening.push(connect(server.origin, each))
  }
  const sockets = await Promise.all(opening)
  const seconds = (performance.now() - began) / 1_000
  await delay(SETTLED_MS)
  const after = await server.cpuMs()
  await closeAll(sockets)
  await delay(SETTLED_MS)
  return { cpuMs: (after - before) / users, seconds }
}

function figureOf(mode, times) {
  const [floor, ours] = [median(times.floor), median(times.ours)]
  const ratio = median(times.ours.map((cpuMs, round) => cpuMs / times.floor[round]))
  const how = mode === 'spread' ? `${perSecond} a second` : 'all at once'
  console.log(
    `${how}: ours / floor, median of ${rounds}: ${ratio.toFixed(2)} (${ours.toFixed(2)} and ${floor.toFixed(2)} ms)`,
  )
  return { label: `CPU of connecting a known user, ${how}`, ours, floor, ratio, goal: '≤ 1.5 ×', unit: 'ms' }
}
