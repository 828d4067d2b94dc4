/* eslint-disable no-empty-pattern -- Playwright reads what a fixture needs off this pattern */
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { serveGallery } from '../widget/gallery/serve.mjs'
import { chromiumLaunchOptions } from './chromium.mjs'
import { ComponentPage } from './component-page.js'
import { Guard } from './guard.js'
import { keepSession, signInStaff } from './keep-session.js'
import { ChatConsole } from './pages/chat-console.js'
import { ChatUser } from './pages/chat-user.js'
import { ProductServer } from './server.js'
import { StaffApi } from './staff-api.js'

interface TestFixtures {
  guard: Guard
  /** A browser profile of its own: nothing stored, nobody signed in. */
  newProfile: () => Promise<BrowserContext>
  /** A user on the demo page, in a profile of their own, with the widget still closed. Each test has its own user. */
  user: ChatUser
  /** Another user, who has written these texts without a browser. @returns their e-mail address */
  written: (...texts: string[]) => Promise<string>
  /** Staff, signed in, on the list of chats. */
  staff: ChatConsole
  /** Opens the console as staff who have signed in there before, each time in another profile. */
  visitAsStaff: () => Promise<ChatConsole>
  /** Staff without a browser, for tests that do not look at the console: opening one takes a second of the processor. */
  staffApi: StaffApi
  /** Opens the demo page as another user. */
  visit: (name?: string) => Promise<ChatUser>
  /** Opens the console, or one address of it, signed out. */
  visitConsole: (address?: string) => Promise<ChatConsole>
  /** Puts HTML on a page that has the built widget, in mock mode. */
  openComponent: (html: string, hash?: string) => Promise<Page>
}

/** Made when a test of the worker first asks for them. All are here: another set of them would be another worker. */
interface WorkerFixtures {
  server: ProductServer
  componentPage: ComponentPage
  /** Where every state of the widget is drawn, without a server behind it. */
  galleryUrl: string
}

let users = 0

/** A name that no other test uses, so that tests share a server and not a chat. */
export const freshName = (stem = 'user'): string => `${stem}-${process.pid}-${++users}`

export const test = base.extend<TestFixtures, WorkerFixtures>({
  launchOptions: [async ({}, use) => use(await chromiumLaunchOptions()), { scope: 'worker' }],

  server: [
    async ({}, use) => {
      const server = await ProductServer.launch()
      await use(server)
      await server.dispose()
    },
    { scope: 'worker', timeout: 180_000 },
  ],

  componentPage: [
    async ({ browser }, use) => {
      const page = await ComponentPage.launch(browser)
      await use(page)
      await page.dispose()
    },
    { scope: 'worker' },
  ],

  galleryUrl: [
    async ({}, use) => {
      const gallery = await serveGallery()
      await use(gallery.url)
      await gallery.close()
    },
    { scope: 'worker' },
  ],

  openComponent: async ({ componentPage }, use) => {
    await use((html, hash) => componentPage.open(html, hash))
    expect(componentPage.takeProblems(), 'nothing leaves the origin and the browser reports no error').toEqual([])
  },

  baseURL: async ({ server }, use) => use(server.url),

  guard: async ({ server }, use, testInfo) => {
    const guard = new Guard(server.url)
    await use(guard)
    if (testInfo.errors.length > 0) {
      await testInfo.attach('server.log', { body: await readFile(server.logFile), contentType: 'text/plain' })
    }
    expect(guard.problems, 'nothing leaves the origin and the browser reports no error').toEqual([])
  },

  newProfile: async ({ browser, baseURL, guard }, use) => {
    const opened: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext({ baseURL, locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' })
      guard.watch(context)
      opened.push(context)
      return context
    })
    await Promise.all(opened.map((context) => context.close()))
  },

  visit: async ({ newProfile }, use) =>
    use(async (name = freshName()) => {
      const context = await newProfile()
      return ChatUser.visit(await context.newPage(), name)
    }),

  user: async ({ visit }, use) => use(await visit()),

  written: async ({ server, request }, use) =>
    use(async (...texts) => {
      const name = freshName('writer')
      const headers = { authorization: `Bearer ${server.userToken(name)}` }
      for (const content of texts) {
        const data = { content, client_id: randomUUID() }
        const answer = await request.post('/api/support_chat/messages', { headers, data })
        expect(answer.status()).toBe(201)
      }
      return `${name}@example.com`
    }),

  visitConsole: async ({ newProfile }, use) =>
    use(async (address) => {
      const context = await newProfile()
      return ChatConsole.visit(await context.newPage(), address)
    }),

  visitAsStaff: async ({ newProfile, request }, use) =>
    use(async () => {
      const context = await newProfile()
      await keepSession(context, await signInStaff(request))
      const staff = await ChatConsole.visit(await context.newPage())
      await expect(staff.listHeading).toBeVisible()
      return staff
    }),

  staff: async ({ visitAsStaff }, use) => use(await visitAsStaff()),

  staffApi: async ({ request }, use) => use(await StaffApi.signIn(request)),
})

export { expect }
