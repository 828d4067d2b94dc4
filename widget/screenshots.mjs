/**
 * Draws every state of the widget in a real browser and keeps a picture of each.
 * Usage: node screenshots.mjs [folder] [state …]; CHROMIUM_PATH names the browser.
 */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumLaunchOptions } from '../e2e/chromium.mjs'
import { serveGallery } from './gallery/serve.mjs'

const [folder = mkdtempSync(join(tmpdir(), 'support-chat-')), ...wanted] = process.argv.slice(2)
const DESKTOP = { width: 1100, height: 760 }
const PHONE = { width: 390, height: 780 }
const TOUCH = { hasTouch: true, isMobile: true }
const VIEWS = [
  { suffix: '', viewport: DESKTOP },
  { suffix: '-dark', viewport: DESKTOP, colorScheme: 'dark' },
  { suffix: '-phone', viewport: PHONE, ...TOUCH },
  { suffix: '-forced', viewport: DESKTOP, forcedColors: 'active', colorScheme: 'dark' },
  { suffix: '-phone-dark', viewport: PHONE, ...TOUCH, colorScheme: 'dark' },
  { suffix: '-keyboard', viewport: PHONE, ...TOUCH, keyboard: 340 },
  { suffix: '-landscape', viewport: { width: 780, height: 360 }, ...TOUCH, keyboard: 190 },
  // 1,280 pixels at 200 % and 400 %: what is left of a window.
  { suffix: '-double', viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  { suffix: '-zoomed', viewport: { width: 320, height: 256 } },
]

mkdirSync(folder, { recursive: true })
const gallery = await serveGallery()
const browser = await chromium.launch(await chromiumLaunchOptions())
try {
  let pictures = 0
  for (const { suffix, keyboard = 0, ...view } of VIEWS) {
    const context = await browser.newContext(view)
    const page = await context.newPage()
    page.on('pageerror', (error) => fail(`${suffix} ${error.message}`))
    await page.goto(`${gallery.url}?keyboard=${keyboard}`)
    await page.waitForSelector('[data-ready]')
    const states = wanted.length > 0 ? wanted : await page.evaluate('scenes')
    for (const state of states) {
      await page.evaluate(`show(${JSON.stringify(state)})`)
      await page.screenshot({ path: join(folder, `${state}${suffix}.png`) })
      pictures++
    }
    await context.close()
  }
  console.log(`${pictures} pictures in ${folder}`)
} finally {
  await browser.close()
  await gallery.close()
}

function fail(message) {
  console.error(message)
  process.exitCode = 1
}
