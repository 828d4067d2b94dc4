/**
 * Draws every state of the widget in a real browser and keeps a picture of each.
 * Usage: node screenshots.mjs [folder] [state …]; CHROMIUM_PATH names the browser.
 */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { createServer } from 'vite'
import { chromiumLaunchOptions } from '../e2e/chromium.mjs'

const [folder = mkdtempSync(join(tmpdir(), 'support-chat-')), ...wanted] = process.argv.slice(2)
const DESKTOP = { width: 1100, height: 760 }
const PHONE = { width: 390, height: 780 }
const VIEWS = [
  { suffix: '', viewport: DESKTOP },
  { suffix: '-dark', viewport: DESKTOP, colorScheme: 'dark' },
  { suffix: '-phone', viewport: PHONE, hasTouch: true, isMobile: true },
]

mkdirSync(folder, { recursive: true })
const server = await createServer({
  root: join(import.meta.dirname, 'gallery'),
  configFile: false,
  logLevel: 'error',
  cacheDir: mkdtempSync(join(tmpdir(), 'support-chat-vite-')),
  server: { port: 0, host: '127.0.0.1', fs: { allow: [join(import.meta.dirname, '..')] } },
  resolve: { conditions: ['source', 'module', 'browser', 'development'] },
})
await server.listen()
const [url] = server.resolvedUrls.local
const browser = await chromium.launch(await chromiumLaunchOptions())
try {
  const states = wanted.length > 0 ? wanted : await allStates()
  for (const { suffix, ...view } of VIEWS) {
    const context = await browser.newContext(view)
    const page = await context.newPage()
    page.on('pageerror', (error) => fail(`${suffix} ${error.message}`))
    for (const state of states) {
      await page.goto(`${url}?state=${state}`)
      await page.waitForSelector(`[data-ready="${state}"]`)
      await page.screenshot({ path: join(folder, `${state}${suffix}.png`) })
    }
    await context.close()
  }
  console.log(`${states.length * VIEWS.length} pictures in ${folder}`)
} finally {
  await browser.close()
  await server.close()
}

async function allStates() {
  const page = await browser.newPage()
  await page.goto(url)
  await page.waitForSelector('[data-ready]')
  const states = await page.evaluate('scenes')
  await page.close()
  return states
}

function fail(message) {
  console.error(message)
  process.exitCode = 1
}
