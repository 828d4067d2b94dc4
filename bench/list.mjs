// What the console waits for, at 1,000 chats and at many more, over REST, in one run: quote the ratios.
// At the end it tells how often PostgreSQL read a whole table for it.
//
//   npm run build && node bench/list.mjs [chats=100000] [messages=10] [rounds=30] [folder]
//
// Filling the large database takes some minutes; in a folder that is named it is kept for the next run.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { DataSource } from 'typeorm'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { seed } from '../server/dist/seed/seed.js'
import { startProduct, STAFF } from './product.mjs'

const SMALL = 1_000
const [chats = 100_000, messages = 10, rounds = 30] = process.argv.slice(2, 5).map(Number)
const folder = process.argv[5] && resolve(process.argv[5])
const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'support-chat-bench-')))
const database = await startEmbeddedPostgres({ dataDir })

try {
  const small = await prepare(SMALL)
  const large = await prepare(chats)
  for (const name of Object.keys(small.asks)) {
    const times = { small: [], large: [] }
    for (let round = -3; round < rounds; round++) {
      for (const [size, { asks }] of Object.entries({ small, large })) {
        const start = performance.now()
        await asks[name](round)
        if (round >= 0) times[size].push(performance.now() - start)
      }
    }
    report(name, times)
  }
  await small.stop()
  await large.stop()
  console.log(`Whole tables read at ${chats} chats: ${await large.wholeTablesRead()}`)
} finally {
  await database.stop()
  if (!folder) await rm(dataDir, { recursive: true, force: true })
}

function report(name, { small, large }) {
  const [few, many] = [small, large].map((times) => times.sort((a, b) => a - b))
  const ms = (times, share) => at(times, share).toFixed(1).padStart(7)
  const ratio = (at(many, 0.5) / at(few, 0.5)).toFixed(2)
  console.log(
    `${name.padEnd(34)} p50 ${ms(few, 0.5)} → ${ms(many, 0.5)} ms   p95 ${ms(few, 0.95)} → ${ms(many, 0.95)} ms   ratio of p50 ${ratio}`,
  )
}

/** A server on a database with so many chats, and what to ask it. */
async function prepare(size) {
  const { origin, databaseUrl, secret, stop } = await startProduct(database, `bench_${size}_${messages}`)
  const dataSource = await new DataSource({ type: 'postgres', url: databaseUrl }).initialize()
  const seeded = await seed(dataSource, { chats: size, messages, progress: (done) => tell(`${done} of ${size} chats`) })
  if (seeded.chats) tell('\n')
  await dataSource.destroy()
  const before = await sequentialScans(databaseUrl)
  return {
    asks: await questions(origin, secret),
    stop,
    wholeTablesRead: async () => (await sequentialScans(databaseUrl)) - before,
  }
}

/** Each takes the number of the round, where it matters that it is another chat each time. */
async function questions(origin, secret) {
  const staff = await request(origin, null, '/api/auth/login', STAFF)
  const get = (path) => request(origin, staff.access_token, path)
  const list = (query) => () => get(`/api/admin/chats?${query}`)
  const search = (q, query = '') => list(`q=${encodeURIComponent(q)}${query}`)
  const deep = await cursorInside(get)
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
    'unread total': () => get('/api/admin/unread_count'),
    'search, a word few have': search(order),
    'search, a word many have': search('order'),
    'search, the same in the archive': search('order', '&archived=true'),
    'search, the same, in the middle': search('order', `&cursor=${deep}`),
    'search, two words many have': search('order number'),
    'search, one letter': search('o'),
    'search, two letters': search('bo'),
    'search, Chinese': search('订单'),
    'search, Japanese, few have': search('クレジットカードでお願い'),
    'search, a name': search('hughes'),
    'search, part of every address': search('example'),
    'search, an address': search(page[7].user_email),
    'search, nothing there': search('xylophone'),
    'search, nothing there, two words': search('order xylophone'),
    'open a chat': (round) => get(`/api/admin/chats/${chat(round).id}`),
    'catch up in a chat': (round) => request(origin, user(round + 10), '/api/support_chat/messages?since=1'),
  }
}

/** Where the 20th page begins: far inside the small one, and as far inside the large one as anybody scrolls. */
async function cursorInside(get) {
  let cursor = ''
  for (let n = 0; n < 3; n++) {
    cursor = (await get(`/api/admin/chats?limit=200${cursor && `&cursor=${cursor}`}`)).next_cursor ?? cursor
  }
  return cursor
}

async function request(origin, token, path, body) {
  const response = await fetch(origin + path, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: body && JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path.split('?')[0]} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

/** Of the tables that grow. */
async function sequentialScans(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query(`
    SELECT sum(seq_scan)::int AS scans FROM pg_stat_user_tables
    WHERE relname IN ('users', 'support_chats', 'support_messages')`)
  await client.end()
  return rows[0].scans
}

function at(sorted, share) {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}

function tell(text) {
  process.stderr.write(`\r${text}`)
}
