// A deploy: a new process is ready, new connections lead to it, the old one gets SIGTERM, and all users come back, with the
// client that the widget has, while some of them send. How long until all are back, the slowest send, what errors they saw.
//
//   npm run build && node bench/deploy.mjs [users=5000] [senders=100] [--json]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { startProduct, stopProcess } from './product.mjs'
import { args, benchmark } from './report.mjs'

const WORKERS = 2
const LIMIT_MS = 90_000
const [users = 5_000, senders = 100] = args.map(Number)

await benchmark('deploy', async (atEnd) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'))
  atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({ dataDir })
  atEnd(() => postgres.stop())
  const old = await startProduct(postgres, 'bench_deploy')
  atEnd(old.stop)
  const workers = await openUsers(old, atEnd)
  console.log(`${users} users are connected, ${senders} of them send`)
  await delay(5_000)

  const next = await startProduct(postgres, 'bench_deploy')
  atEnd(next.stop)
  for (const worker of workers) worker.send({ lead: next.origin, deployed: true })
  const began = performance.now()
  const stopped = old.stop().then(() => console.log(`The old process has ended after ${secondsSince(began)} s`))
  let reports = []
  const isBack = () => reports.reduce((sum, { back }) => sum + back.length, 0) >= users
  while (!isBack() && performance.now() - began < LIMIT_MS) {
    await delay(1_000)
    reports = await Promise.all(workers.map(reportOf))
  }
  await stopped
  for (const worker of workers) worker.send({ stop: true })
  await delay(5_000)
  return tell(await Promise.all(workers.map(reportOf)))
})

async function openUsers({ origin, secret }, atEnd) {
  const workers = Array.from({ length: WORKERS }, (_, number) => {
    const own = Math.floor((users * (number + 1)) / WORKERS) - Math.floor((users * number) / WORKERS)
    const first = Math.floor((users * number) / WORKERS)
    const child = fork(new URL('deploy-clients.mjs', import.meta.url), [first, own, senders / WORKERS], {
      env: { ...process.env, BENCH_SECRET: secret },
    })
    atEnd(() => stopProcess(child))
    child.send({ lead: origin })
    return child
  })
  await Promise.all(workers.map((worker) => answerOf(worker)))
  return workers
}

function reportOf(worker) {
  const answer = answerOf(worker)
  worker.send({ report: true })
  return answer
}

async function answerOf(worker) {
  const gone = new AbortController()
  const exit = once(worker, 'exit', { signal: gone.signal }).then(() => {
    throw new Error('A process of clients has ended.')
  })
  exit.catch(() => undefined)
  const [answer] = await Promise.race([once(worker, 'message'), exit])
  gone.abort()
  return answer
}

function tell(reports) {
  const back = reports.flatMap((report) => report.back).sort((a, b) => a - b)
  const errors = reports.flatMap((report) => report.errors)
  const offline = reports.reduce((sum, report) => sum + report.offline, 0)
  const during = reports.flatMap(({ sends }) => sends).filter(({ at }) => at > -2_000)
  const took = during.map((send) => send.took).sort((a, b) => a - b)
  const slowest = took.at(-1) / 1_000
  const all = back.length < users ? Infinity : back.at(-1) / 1_000
  console.log(
    `${back.length} of ${users} users came back, the middle one after ${(back[Math.floor(back.length / 2)] / 1_000).toFixed(1)} s and the last one after ${all.toFixed(1)} s`,
  )
  console.log(
    `${took.length} messages: in the middle ${took[Math.floor(took.length / 2)].toFixed(0)} ms, 99 % within ${took[Math.floor(took.length * 0.99)].toFixed(0)} ms, the slowest ${slowest.toFixed(2)} s`,
  )
  console.log(
    `${errors.length} errors ${[...new Set(errors)].join(', ')}; ${offline} times a client showed that it is offline`,
  )
  return [
    { label: `deploy: until all ${users} users are back`, ours: all, unit: 's', goal: '≤ 30' },
    { label: 'deploy: the slowest send', ours: slowest, unit: 's', goal: '≤ 2' },
    { label: 'deploy: errors and offline notices', ours: errors.length + offline, unit: '', goal: '= 0' },
  ]
}

function secondsSince(began) {
  return ((performance.now() - began) / 1_000).toFixed(1)
}
