// `node bench/scaling.mjs [SECONDS]`: simulates several processes at the busiest minute, with the costs that the other
// programs have measured, and prints how many are needed and what is used up first. Measures nothing itself.

/** Milliseconds of a processor, and bytes. Where each comes from is in docs/scaling.md. */
const COST = {
  send: 0.85,
  statement: 0.75,
  hearByRedis: 0.18,
  hearOfStaff: 0.002,
  connect: 1.06,
  idleSecond: 5.7 / 100 / 5_000,
  idleSecondOfDatabase: 1.1 / 100 / 5_000,
  userBytes: 27 * 1024,
  userBytesOfRedis: 0.16 * 1024,
  messageBytes: 670,
}

/** Of those who are connected, so many are in a conversation, in which both sides write so often. */
const TALKING = 1 / 50
const MESSAGES_A_SECOND = 3 / 60
const CONVERSATIONS_OF_STAFF = 10
/** Chats that a console watches: the page of its list. */
const WATCHED = 50

/** What is planned with: half of a core, and that most of a process' memory which one may still look after. */
const MOST_BUSY = 0.5
const MOST_USERS = 20_000
/** Milliseconds that a send waits for its turn, of 99 in 100. */
const MOST_WAIT = 50
/** One process is replaced in this minute: its users come to the others within so many seconds. */
const DRAIN_SECONDS = 12
const CONNECTIONS = 20

const seconds = Number(process.argv[2] ?? 60)
if (!Number.isInteger(seconds) || seconds < 20) {
  console.error('Usage: node bench/scaling.mjs [SECONDS], a whole number of 20 or more')
  process.exit(2)
}

// The same numbers in each run.
let seed = 1
function random() {
  seed = (seed * 48_271) % 2_147_483_647
  return seed / 2_147_483_647
}
const exponential = (mean) => -mean * Math.log(1 - random())

/**
 * The sends of one process, one after the other, while the process also hears of those of the others and, in the middle,
 * lets in its share of the users of one that goes.
 * @returns {{ busy: number, wait: number }} the part of a core in use, and the wait of 99 in 100 sends in milliseconds
 */
function simulate({ users, processes, staff, watching }) {
  const rate = (users * TALKING * MESSAGES_A_SECOND) / processes
  const others = rate * (processes - 1)
  const listeners = watching ? Math.min(staff, (staff * WATCHED) / (users * TALKING)) : staff
  const broadcast = (COST.hearOfStaff * listeners) / processes
  const arrivals = [
    { every: 1_000 / rate, cost: COST.send + broadcast, isSend: true },
    { every: others > 0 ? 1_000 / others : Infinity, cost: COST.hearByRedis + broadcast },
    { every: 1_000, cost: (1_000 * COST.idleSecond * users) / processes, parts: 100 },
  ]
  if (processes > 1) {
    const each = users / processes / (processes - 1)
    arrivals.push({
      every: (DRAIN_SECONDS * 1_000) / each,
      cost: COST.connect,
      from: 5_000,
      to: 5_000 + DRAIN_SECONDS * 1_000,
    })
  }
  const events = arrivals.flatMap((arrival) => [...arrivalsOf(arrival)]).sort((a, b) => a.at - b.at)
  const waits = []
  let [free, busy] = [0, 0]
  for (const { at, cost, isSend } of events) {
    if (isSend) waits.push(Math.max(0, free - at))
    free = Math.max(free, at) + cost
    busy += cost
  }
  waits.sort((a, b) => a - b)
  return { busy: busy / (seconds * 1_000), wait: waits[Math.floor(waits.length * 0.99)] ?? 0 }
}

/** Messages come by chance; what is done by intervals comes in parts. */
function* arrivalsOf({ every, cost, isSend = false, parts = 0, from = 0, to = seconds * 1_000 }) {
  if (every === Infinity) return
  const mean = parts > 0 ? every / parts : every
  for (let at = from + exponential(mean); at < to; at += parts > 0 ? mean : exponential(mean))
    yield { at, isSend, cost: parts > 0 ? cost / parts : exponential(cost) }
}

/** The fewest processes with which nobody waits long, and none has more users than can be looked after. */
function needed(users, watching) {
  const staff = Math.ceil((users * TALKING) / CONVERSATIONS_OF_STAFF)
  for (let processes = Math.max(2, Math.ceil(users / MOST_USERS)); processes <= 500; processes++) {
    const result = simulate({ users, processes, staff, watching })
    if (result.busy <= MOST_BUSY && result.wait <= MOST_WAIT) return { users, staff, processes, ...result }
  }
  throw new Error(`500 processes are too few for ${users} users`)
}

const whole = (number) => Math.round(number).toLocaleString('en')
const rows = [10_000, 100_000, 1_000_000].map((users) => {
  const [watching, hearing] = [needed(users, true), needed(users, false)]
  const rate = users * TALKING * MESSAGES_A_SECOND
  return {
    'connected users': whole(users),
    'messages a second': whole(rate),
    staff: whole(watching.staff),
    'processes with `watch`': watching.processes,
    'and without': hearing.processes,
    'busy, each': `${whole(watching.busy * 100)} %`,
    'wait, 99 in 100': `${watching.wait.toFixed(1)} ms`,
    'memory, each': `${whole(185 + (users * COST.userBytes) / watching.processes / 2 ** 20)} MiB`,
    'PostgreSQL, cores': ((rate * COST.statement) / 1_000 + users * COST.idleSecondOfDatabase).toFixed(1),
    connections: watching.processes * CONNECTIONS,
    'messages a year': `${whole((rate * 86_400 * 365) / 3 / 1e6)} million, ${whole((rate * 86_400 * 365 * COST.messageBytes) / 3 / 1e9)} GB`,
    'Redis, deliveries a second': whole(rate * watching.processes),
    'Redis, memory': `${whole((users * COST.userBytesOfRedis) / 2 ** 20)} MiB`,
  }
})
for (const name of Object.keys(rows[0])) console.log(`| ${name} | ${rows.map((row) => row[name]).join(' | ')} |`)
