// What the console waits for, over REST, in databases of different sizes, asked in turn in one run: quote the ratios, of the
// largest and the one with 1,000 chats. At the end it tells how often PostgreSQL read a whole table for it, and how large that is.
//
//   npm run build && node bench/list.mjs [chats=100,1000,10000,100000] [messages=10] [rounds=30] [folder] [--only=search] [--json]
//
// With `--only` it asks what begins so.
// Filling a large database takes some minutes; in a folder that is named it is kept for the next run.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { DataSource } from 'typeorm'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { seed } from '../server/dist/seed/seed.js'
import { startProduct } from './product.mjs'
import { args, benchmark } from './report.mjs'
import { request, staffSession } from './rest.mjs'
import { shareAmongTeam } from './team.mjs'

const [chats = '100,1000,10000,100000', messages = '10', rounds = '30', named] = args
const sizes = chats.split(',').map(Number)
const folder = named && resolve(named)
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length) ?? ''
/** What the largest is compared with: fewer chats fill no page. */
const small = Math.max(0, sizes.indexOf(1_000))
/** Seldom asked, and not for each keystroke: these may take longer than a list. */
const SEARCH_MS = 60

await benchmark('list', async (atEnd) => {
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'support-chat-bench-')))
  if (!folder) atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const database = await startEmbeddedPostgres({ dataDir })
  atEnd(() => database.stop())
  const products = []
  for (const size of sizes) products.push(await prepare(database, size, atEnd))
  const measured = []
  const names = Object.keys(products[0].asks).filter((name) => name.startsWith(only))
  for (const name of names) measured.push(report(name, await time(name, products)))
  const largest = products.at(-1)
  console.log(`Whole tables read at ${largest.size} chats: ${await largest.wholeTablesRead()}`)
  const size = await sizeOf(largest)
  console.log(`${size.messages} messages take ${size.megabytes.toFixed(0)} MB, ${size.label}`)
  const figures = [...measured.map(({ figure }) => figure), ...perMillion(size)]
  return { figures, growth: measured.map(({ curve }) => curve) }
})

/** Milliseconds of each round, by product. */
async function time(name, products) {
  const times = products.map(() => [])
  for (let round = -3; round < Number(rounds); round++) {
    for (const [index, { asks }] of products.entries()) {
      const start = performance.now()
      await asks[name](round)
      if (round >= 0) times[index].push(performance.now() - start)
    }
  }
  return times
}

function report(name, times) {
  const middles = times.map((each) => at(each, 0.5))
  const [floor, ours] = [middles[small], middles.at(-1)]
  // Round by round: what else the machine does meanwhile falls on both.
  const ratio = at(
    times.at(-1).map((each, round) => each / times[small][round]),
    0.5,
  )
  const ms = (value) => value.toFixed(1).padStart(7)
  console.log(
    `${name.padEnd(34)} p50 ${middles.map(ms).join(' → ')} ms   p95 ${ms(at(times.at(-1), 0.95))} ms   ratio ${ratio.toFixed(2)}`,
  )
  return {
    figure: { label: name, ours, floor, ratio, goal: goalOf(name), unit: 'ms' },
    curve: { label: name, points: sizes.map((size, index) => [size * Number(messages), middles[index]]) },
  }
}

/** Numbers are counted up to a thousand of each view: they take longer until there are so many, and no longer from then on. */
function goalOf(name) {
  if (name.startsWith('counts')) return undefined
  return name.startsWith('search') ? `≤ 3 ×, ≤ ${SEARCH_MS}` : '≤ 1.5 ×'
}

/** A server on a database with so many chats, and what to ask it. */
async function prepare(database, size, atEnd) {
  const { origin, databaseUrl, secret, stop } = await startProduct(database, `bench_${size}_${messages}`)
  atEnd(stop)
  const dataSource = await new DataSource({ type: 'postgres', url: databaseUrl }).initialize()
  const seeded = await seed(dataSource, {
    chats: size,
    messages: Number(messages),
    progress: (done) => tell(`${done} of ${size} chats`),
  })
  if (seeded.chats) {
    tell('\n')
    await shareAmongTeam(dataSource)
  }
  await dataSource.destroy()
  const before = await sequentialScans(databaseUrl)
  return {
    size,
    databaseUrl,
    asks: await questions(origin, secret, size),
    wholeTablesRead: async () => (await sequentialScans(databaseUrl)) - before,
  }
}

/** Each takes the number of the round, where it matters that it is another chat each time. */
async function questions(origin, secret, size) {
  const session = staffSession(origin)
  const get = async (path) => request(origin, await session.token(), path)
  const list = (query) => () => get(`/api/admin/chats?${query}`)
  const search = (q, query = '') => list(`q=${encodeURIComponent(q)}${query}`)
  const deep = await cursorInside(get, size)
  const page = (await get('/api/admin/chats?limit=200')).chats
  const chat = (round) => page[(round + 100) % page.length]
  const order =
    (await get('/api/admin/chats?q=order&limit=200')).chats.at(-1).match.text.match(/\d{6}/)?.[0] ?? '471147'
  const user = (n) => jwt.sign({ sub: `made-up-${String(n).padStart(8, '0')}` }, secret, { expiresIn: '1h' })
  return {
    'list, first page': list(''),
    'list, in the middle': list(`cursor=${deep}`),
    'list, unread': list('unread=true'),
    'list, archived': list('archived=true'),
    ...views(get),
    'unread total': () => get('/api/admin/unread_count'),
    'search, a word few have': search(order),
    'search, a word many have': search('order'),
    'search, the same in the archive': search('order', '&archived=true'),
    'search, the same, in the middle': search('order', `&cursor=${deep}`),
    'search, two words many have': search('order number'),
    'search, two words seldom together': search('order perfect'),
    'search, one letter': search('o'),
    'search, two letters': search('bo'),
    'search, two digits': search('47'),
    'search, Chinese': search('订单'),
    'search, Japanese, few have': search('クレジットカードでお願い'),
    'search, a name': search('hughes'),
    'search, part of every address': search('example'),
    'search, in groups, a word many have': () => get('/api/admin/search?q=order'),
    'search, in groups, a name': () => get('/api/admin/search?q=hughes'),
    'search, an address': search(page[7].user_email),
    'search, nothing there': search('xylophone'),
    'search, nothing there, two words': search('order xylophone'),
    'open a chat': (round) => get(`/api/admin/chats/${chat(round).id}`),
    'catch up in a chat': (round) => request(origin, user(round + 10), '/api/support_chat/messages?since=1'),
  }
}

/** What the console asks of its views, one member of a team of 50 signed in. */
function views(get) {
  const list = (query) => () => get(`/api/admin/chats?${query}`)
  return {
    'list, who waits longest': list('sort=waiting'),
    'view, needs reply': list('view=needs_reply'),
    'view, needs reply, longest first': list('view=needs_reply&sort=waiting'),
    'view, mine': list('view=mine'),
    'view, unassigned': list('view=unassigned'),
    'view, snoozed': list('view=snoozed'),
    'view, mentions': list('view=mentions'),
    'counts of all views': () => get('/api/admin/counts'),
  }
}

/** The middle of a small one, and as far inside a large one as anybody scrolls. */
async function cursorInside(get, size) {
  const limit = Math.min(200, Math.floor(size / 6))
  let cursor = ''
  for (let n = 0; n < 3; n++) {
    cursor = (await get(`/api/admin/chats?limit=${limit}${cursor && `&cursor=${cursor}`}`)).next_cursor ?? cursor
  }
  return cursor
}

/** Of the tables that grow. */
async function sequentialScans(databaseUrl) {
  const [{ scans }] = await query(
    databaseUrl,
    `SELECT sum(seq_scan)::int AS scans FROM pg_stat_user_tables
     WHERE relname IN ('users', 'support_chats', 'support_messages', 'support_notes', 'support_note_mentions')`,
  )
  return scans
}

async function sizeOf({ databaseUrl }) {
  const tables = await query(
    databaseUrl,
    `SELECT relname AS name, pg_table_size(relid)::float / 1e6 AS rows, pg_indexes_size(relid)::float / 1e6 AS indexes
     FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC LIMIT 4`,
  )
  const [{ messages, megabytes }] = await query(
    databaseUrl,
    `SELECT (SELECT count(*) FROM support_messages)::int AS messages,
            (SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables)::float / 1e6 AS megabytes`,
  )
  const label = tables.map(({ name, rows, indexes }) => `${name} ${rows.toFixed(0)} + ${indexes.toFixed(0)}`).join(', ')
  return { tables, messages, megabytes, label: `rows and indexes: ${label}` }
}

function perMillion({ tables, messages, megabytes }) {
  const million = (label, size) => ({
    label: `a million messages: ${label}`,
    ours: (size / messages) * 1e6,
    unit: 'MB',
  })
  const [largest] = tables
  return [
    million('all tables', megabytes),
    million(`the rows of ${largest.name}`, largest.rows),
    million('their indexes', largest.indexes),
  ]
}

async function query(databaseUrl, statement) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}

function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}

function tell(text) {
  process.stderr.write(`\r${text}`)
}
