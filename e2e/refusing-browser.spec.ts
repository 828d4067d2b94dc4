import { chromium, type BrowserContext, type FrameLocator, type Page } from '@playwright/test'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchHost } from './host.js'
import type { StaffApi } from './staff-api.js'
import { expect, freshName, test } from './test.js'

/** What a browser has and refuses; each runs in the page before anything else does. */
const REFUSALS: Record<string, () => void> = {
  'locks, at once': () => {
    navigator.locks.request = () => Promise.reject(new DOMException('', 'SecurityError'))
    navigator.locks.query = () => Promise.reject(new DOMException('', 'SecurityError'))
  },
  'locks, by an exception': () => {
    navigator.locks.request = navigator.locks.query = () => {
      throw new DOMException('', 'InvalidStateError')
    }
  },
  'locks, by never answering': () => {
    navigator.locks.request = navigator.locks.query = () => new Promise(() => undefined)
  },
  'locks, by taking them back': () => {
    navigator.locks.request = (async (_name: string, _options: unknown, held: (lock: unknown) => void) => {
      held({})
      await Promise.resolve()
      throw new DOMException('', 'AbortError')
    }) as unknown as typeof navigator.locks.request
  },
  'channels between tabs': () => {
    globalThis.BroadcastChannel = class {
      constructor() {
        throw new DOMException('', 'SecurityError')
      }
    } as unknown as typeof BroadcastChannel
  },
  'what is said between tabs': () => {
    BroadcastChannel.prototype.postMessage = () => {
      throw new DOMException('', 'InvalidStateError')
    }
  },
  'its storages': () => {
    for (const name of ['localStorage', 'sessionStorage']) {
      const get = () => {
        throw new DOMException('', 'SecurityError')
      }
      Object.defineProperty(window, name, { get })
    }
  },
  'its storages, with null in their place': () => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: null })
  },
  'to store anything': () => {
    const refusing = new Proxy({} as Record<string, string>, {
      set() {
        throw new DOMException('', 'QuotaExceededError')
      },
      get() {
        throw new DOMException('', 'SecurityError')
      },
      ownKeys() {
        throw new DOMException('', 'SecurityError')
      },
    })
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: refusing })
  },
  sound: () => {
    globalThis.AudioContext = class {
      constructor() {
        throw new DOMException('', 'NotSupportedError')
      }
    } as unknown as typeof AudioContext
  },
  'to begin with sound': () => {
    AudioContext.prototype.resume = () => Promise.reject(new DOMException('', 'NotAllowedError'))
    AudioContext.prototype.createGain = GainNode.prototype.connect = () => {
      throw new DOMException('', 'InvalidStateError')
    }
  },
  'media queries and observers': () => {
    const refuse = () => {
      throw new Error('refused on purpose')
    }
    for (const name of ['matchMedia', 'ResizeObserver', 'IntersectionObserver'])
      Object.assign(window, { [name]: refuse })
  },
  'what only HTTPS has': () => {
    for (const name of ['locks', 'clipboard', 'serviceWorker', 'storage']) {
      Object.defineProperty(navigator, name, { value: undefined })
    }
    Object.defineProperty(crypto, 'randomUUID', { value: undefined })
    Object.defineProperty(crypto, 'subtle', { value: undefined })
  },
  'dates of its own time zone': () => {
    const { DateTimeFormat } = Intl
    const refuse = function (locale: string, options?: Intl.DateTimeFormatOptions) {
      if (!options?.timeZone) throw new RangeError('Unsupported time zone specified Etc/Unknown')
      return new DateTimeFormat(locale, options)
    }
    Object.defineProperty(Intl, 'DateTimeFormat', { value: refuse })
  },
}

/** Counts in the page, for as long as it is alive. */
function beat(): void {
  let ticks = 0
  setInterval(() => (document.documentElement.dataset.ticks = String(++ticks)), 200)
}

type Place = Page | FrameLocator

async function expectAlive(page: Page): Promise<void> {
  const ticks = () => page.evaluate(() => Number(document.documentElement.dataset.ticks ?? 0))
  const before = await ticks()
  await expect.poll(ticks).toBeGreaterThan(before + 4)
}

/** Opens `user`'s chat there, and has what is written and what is answered arrive. */
async function converse(place: Place, user: string, staffApi: StaffApi): Promise<void> {
  await place.getByRole('button', { name: /^Open support chat/ }).click()
  await expect(place.getByRole('status').first()).toHaveText('Connected')
  const input = place.getByRole('textbox', { name: 'Message' })
  const log = place.getByRole('log', { name: 'Messages' })
  await input.fill('By key')
  await input.press('Enter')
  await expect(log.getByText('By key')).toBeVisible()
  await input.fill('By button')
  await place.getByRole('button', { name: 'Send message' }).click()
  await expect(log.getByText('By button')).toBeVisible()
  await expect(log.getByText('Sending')).toHaveCount(0)
  await staffApi.expectMessages(user, 'By key', 'By button')
  await staffApi.reply(user, 'Good morning')
  await expect(log.getByText('Good morning')).toBeVisible()
}

const socketsOf = (page: Page) => {
  const open = new Set<unknown>()
  page.on('websocket', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  return () => open.size
}

const host = (html: string) =>
  launchHost((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">${html}`)
  })

const tag = (server: { url: string }, token: string) =>
  `<script type="module" src="${server.url}/widget/support-chat.js"></script><support-chat token="${token}"></support-chat>`

for (const [what, refuse] of Object.entries(REFUSALS)) {
  test(`a browser that refuses ${what} leaves the page alive, and the chat works`, async ({
    server,
    guard,
    staffApi,
    newProfile,
  }) => {
    const name = freshName('refused')
    const { url, close } = await host(tag(server, server.userToken(name)))
    guard.allowOrigin(url)
    const page = await (await newProfile()).newPage()
    await page.addInitScript(beat)
    await page.addInitScript(refuse)
    const sockets = socketsOf(page)
    await page.goto(url)
    await converse(page, name, staffApi)
    await expectAlive(page)
    expect(sockets()).toBe(1)
    close()
  })
}

/** All that a browser refuses whose owner has blocked site data, for one that knows no such setting. */
function blockSiteData(): void {
  const denied = () => new DOMException('Access is denied for this document.', 'SecurityError')
  const refuse = () => {
    throw denied()
  }
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
    Object.defineProperty(window, name, { get: refuse })
  }
  Object.defineProperty(navigator, 'serviceWorker', { get: refuse })
  // Not there before a page is.
  const locks = navigator.locks as LockManager | undefined
  if (locks) locks.request = locks.query = () => Promise.reject(denied())
}

/** A browser whose owner has blocked site data, in its settings and, where these are not heeded, from without. */
async function withoutSiteData(launchOptions: object, use: (context: BrowserContext) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'support-chat-blocked-'))
  await mkdir(join(folder, 'Default'))
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } }
  await writeFile(join(folder, 'Default/Preferences'), JSON.stringify(preferences))
  const context = await chromium.launchPersistentContext(folder, { ...launchOptions, locale: 'en-US' })
  await context.addInitScript(blockSiteData)
  await use(context)
  await context.close()
  await rm(folder, { recursive: true, force: true })
}

test('with site data blocked the page stays alive, and the chat works with one socket a tab', async ({
  server,
  guard,
  staffApi,
  launchOptions,
}) => {
  const name = freshName('blocked')
  const { url, close } = await host(tag(server, server.userToken(name)))
  guard.allowOrigin(url)
  await withoutSiteData(launchOptions, async (context) => {
    guard.watch(context)
    await context.addInitScript(beat)
    const pages = [await context.newPage(), await context.newPage()]
    const sockets = pages.map(socketsOf)
    for (const page of pages) await page.goto(url)
    await converse(pages[0]!, name, staffApi)
    await pages[1]!.getByRole('button', { name: /^Open support chat/ }).click()
    await expect(pages[1]!.getByRole('log').getByText('Good morning')).toBeVisible()
    for (const page of pages) await expectAlive(page)
    expect(sockets.map((count) => count())).toEqual([1, 1])
  })
  close()
})

test('in a sandboxed frame, whose origin is nobody’s, the page stays alive and the chat works', async ({
  server,
  guard,
  staffApi,
  newProfile,
}) => {
  const name = freshName('sandboxed')
  const inner = `<!doctype html><html lang="en"><title>Inner</title>${tag(server, server.userToken(name))}`
  const frame = `<iframe sandbox="allow-scripts" style="width: 600px; height: 700px" srcdoc='${inner}'></iframe>`
  const { url, close } = await host(frame)
  guard.allowOrigin(url)
  const page = await (await newProfile()).newPage()
  await page.addInitScript(beat)
  const sockets = socketsOf(page)
  await page.goto(url)
  await converse(page.frameLocator('iframe'), name, staffApi)
  await expectAlive(page)
  expect(sockets()).toBe(1)
  close()
})
