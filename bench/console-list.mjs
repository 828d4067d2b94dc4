// The console's list in a real browser, with few chats and with many, in turn: quote the ratios, machines are noisy.
//
//   npm run build && node bench/console-list.mjs [few=100] [many=100000] [cards=5000] [rounds=3] [--json]
/* global document, window, MutationObserver, requestAnimationFrame -- what the browser runs */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import jwt from 'jsonwebtoken'
import { chromiumLaunchOptions } from '../e2e/chromium.mjs'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { startProduct, STAFF } from './product.mjs'
import { args, benchmark } from './report.mjs'

const [few = 100, many = 100_000, cards = 5_000, rounds = 3] = args.map(Number)
/** Fewer than the few chats; as fast as a keyboard repeats. */
const KEY_PRESSES = 90
const REPEAT_MS = 33
const NEWS = 40
/** As with few: what the machine does beside it is within these. */
const GOALS = {
  'first cards after a reload': '≤ 1.5 ×',
  'scrolling: frame p95': '≤ 1.5 ×',
  'elements in the page, most': '≤ 1.2 ×',
  'j and k held: press to frame p50': '≤ 1.5 ×',
  'news while scrolled: kept its place (1: yes)': '= 1',
}

let browser

await benchmark('console-list', async (atEnd) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'))
  atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false })
  atEnd(() => postgres.stop())
  browser = await chromium.launch(await chromiumLaunchOptions())
  atEnd(() => browser.close())
  const products = []
  for (const chats of [few, many]) {
    const product = await startProduct(postgres)
    atEnd(product.stop)
    products.push(product)
    await product.seed(chats)
  }
  const results = [[], []]
  // In turn, so that what else the machine does falls on both.
  for (let round = 0; round < rounds; round++) {
    for (const [index, chats] of [few, many].entries()) results[index].push(await measure(products[index], chats))
  }
  return figures(results)
})

function figures(results) {
  console.log(`${''.padEnd(44)}${String(few).padStart(10)}${String(many).padStart(10)}     ratio`)
  return Object.keys(results[0][0]).map((name) => {
    const [floor, ours] = results.map((runs) => middle(runs.map((run) => run[name])))
    console.log(
      `${name.padEnd(44)}${number(floor)}${number(ours)}${(floor ? (ours / floor).toFixed(2) : '').padStart(10)}`,
    )
    const [label, unit] = name.split(/, (ms|MB)$/)
    return { label, unit, ours, floor, ...(floor ? { ratio: ours / floor } : {}), goal: GOALS[label] }
  })
}

async function measure(product, chats) {
  const page = await signIn(product)
  const cdp = await page.context().newCDPSession(page)
  const results = {
    ...(await opening(page)),
    ...(await scrolling(page, cdp, Math.min(cards, chats))),
    ...(await holdingKey(page)),
    ...(await news(page, product)),
  }
  await page.context().close()
  return results
}

async function signIn({ origin }) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('app-chat-card')) return
      window.firstCards = performance.now()
      watch.disconnect()
    })
    watch.observe(document, { childList: true, subtree: true })
  })
  await page.goto(`${origin}/admin/`)
  await page.getByRole('textbox', { name: 'Email' }).fill(STAFF.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(STAFF.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('app-chat-card').first().waitFor()
  return page
}

/** Reloads: what a member of staff waits for each morning. */
async function opening(page) {
  const times = []
  for (let run = 0; run < 5; run++) {
    await page.reload()
    await page.locator('app-chat-card').first().waitFor()
    times.push(await page.evaluate(() => window.firstCards))
  }
  return { 'first cards after a reload, ms': middle(times) }
}

/** Down so many cards, five in each frame, waiting where the next page is on its way. */
async function scrolling(page, cdp, depth) {
  const { frames, nodes, waited } = await page.evaluate(async (depth) => {
    const list = document.querySelector('cdk-virtual-scroll-viewport')
    const height = document.querySelector('app-chat-card').offsetHeight
    const nextFrame = () => new Promise(requestAnimationFrame)
    const frames = []
    let [nodes, waited, last] = [0, 0, await nextFrame()]
    let down = 1
    // With few chats the same way is made by going up and down.
    for (let moved = 0; moved < Math.max(depth, 1000);) {
      const before = list.scrollTop
      list.scrollTop += down * 5 * height
      const now = await nextFrame()
      if (list.scrollTop !== before) {
        frames.push(now - last)
        moved += 5
      } else if (list.scrollTop === 0 || document.querySelectorAll('[aria-setsize="-1"]').length === 0) {
        down = -down
      } else {
        waited += now - last
      }
      last = now
      nodes = Math.max(nodes, document.querySelectorAll('*').length)
    }
    return { frames, nodes, waited }
  }, depth)
  return {
    'scrolling: frame p50, ms': at(frames, 0.5),
    'scrolling: frame p95, ms': at(frames, 0.95),
    'scrolling: frame longest, ms': at(frames, 1),
    'scrolling: waited for pages, ms': waited,
    'elements in the page, most': nodes,
    'memory afterwards, MB': await memory(cdp),
  }
}

/** j held down: from the press until the frame that shows it. */
async function holdingKey(page) {
  await page.evaluate(() => {
    window.presses = []
    const measure = ({ key }) => {
      const start = performance.now()
      if (key === 'j' || key === 'k')
        requestAnimationFrame(() => setTimeout(() => window.presses.push(performance.now() - start)))
    }
    document.addEventListener('keydown', measure, { capture: true })
  })
  await page.evaluate(() => document.querySelector('cdk-virtual-scroll-viewport').scrollTo(0, 0))
  await page.locator('[aria-posinset="1"] a').focus()
  for (const key of ['j', 'k']) {
    for (let press = 0; press < KEY_PRESSES; press++) {
      await page.keyboard.down(key)
      await page.waitForTimeout(REPEAT_MS)
    }
    await page.keyboard.up(key)
  }
  const presses = await page.evaluate(() => window.presses)
  return {
    'j and k held: press to frame p50, ms': at(presses, 0.5),
    'j and k held: press to frame p95, ms': at(presses, 0.95),
  }
}

/** Messages of users whose chats go to the top of the list, while the middle of it is on the screen. */
async function news(page, { origin, secret }) {
  await page.evaluate(async () => {
    window.busy = []
    new PerformanceObserver((list) => window.busy.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    })
    const list = document.querySelector('cdk-virtual-scroll-viewport')
    list.scrollTop = list.scrollHeight / 2
    await new Promise((resolve) => setTimeout(resolve, 3000))
    window.inSight = () => {
      const top = list.getBoundingClientRect().top
      return [...document.querySelectorAll('[data-chat]')].find((card) => card.getBoundingClientRect().bottom > top + 1)
        ?.dataset.chat
    }
    window.before = window.inSight()
    window.busy.length = 0
  })
  for (let message = 0; message < NEWS; message++) {
    const name = randomUUID()
    const token = jwt.sign({ sub: name, email: `${name}@example.com` }, secret, { expiresIn: '1h' })
    await fetch(`${origin}/api/support_chat/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'News while you scroll', client_id: randomUUID() }),
    })
  }
  await page.waitForTimeout(3000)
  const { busy, kept } = await page.evaluate(() => ({ busy: window.busy, kept: window.before === window.inSight() }))
  return {
    'news while scrolled: page blocked in all, ms': busy.reduce((sum, duration) => sum + duration, 0),
    'news while scrolled: kept its place (1: yes)': Number(kept),
  }
}

async function memory(cdp) {
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  return usedSize / 1e6
}

function at(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function middle(values) {
  return at(values, 0.5)
}

function number(value) {
  return value.toFixed(1).padStart(10)
}
