import type { Page } from '@playwright/test'
import { fileURLToPath } from 'node:url'
import { ChatConsole } from './pages/chat-console.js'
import { ChatUser } from './pages/chat-user.js'
import { dateChatsBack } from './pages/pictures.js'
import { SampleChats } from './sample-chats.js'
import { STAFF } from './server.js'
import { test } from './test.js'

const WIDGET = { width: 560, height: 760 }
const CONSOLE = { width: 920, height: 760 }
const CONSOLE_ALONE = { width: 1440, height: 900 }
const SHEET = { width: 1560, height: 840 }

/** Pictures for the documentation, from the real product: `npm run screenshots`. */
test('a conversation, seen from both sides', async ({ browser, baseURL, guard }) => {
  const open = async (viewport: { width: number; height: number }) => {
    const look = { viewport, deviceScaleFactor: 2, reducedMotion: 'reduce', locale: 'en-US' } as const
    const context = await browser.newContext({ baseURL, ...look })
    guard.watch(context)
    return context.newPage()
  }
  await asks(await ChatUser.visit(await open(WIDGET), 'linus'), 'Where can I download my invoices?')
  await asks(await ChatUser.visit(await open(WIDGET), 'margaret'), 'Perfect, that did it')
  const user = await ChatUser.visit(await open(WIDGET), 'ada')
  const staff = await ChatConsole.visit(await open(CONSOLE))
  await staff.signIn(STAFF)
  await staff.openChat('margaret@example.com')
  await staff.send('Glad to hear it. Have a good day')
  await converse(user, staff)
  await asks(await ChatUser.visit(await open(WIDGET), 'grace'), 'Can two of us share one account?')
  await staff.page.getByRole('button', { name: 'Not now' }).click()

  const sheet = await open(SHEET)
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { page } of [user, staff]) await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await compose(sheet, colorScheme, await user.page.screenshot(), await staff.page.screenshot())
    await sheet.screenshot({ path: picture(`conversation-${colorScheme}`) })
  }
})

test('a day in the console', async ({ browser, baseURL, guard, server, visit }) => {
  await SampleChats.on(server)
  const user = await visit('marie')
  const look = { viewport: CONSOLE_ALONE, deviceScaleFactor: 1.5, reducedMotion: 'reduce', locale: 'en-US' } as const
  const context = await browser.newContext({ baseURL, ...look })
  guard.watch(context)
  const staff = await ChatConsole.visit(await context.newPage())
  await dateChatsBack(staff.page)
  await staff.signIn(STAFF)
  await converse(user, staff)
  await staff.page.reload()
  await staff.expectMessages('You are welcome.')
  await staff.input.fill('Is there anything else')
  for (const colorScheme of ['light', 'dark'] as const) {
    await staff.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await staff.page.screenshot({ path: picture(`console-${colorScheme}`) })
  }
})

const picture = (name: string): string => fileURLToPath(new URL(`../docs/images/${name}.png`, import.meta.url))

async function asks(user: ChatUser, text: string): Promise<void> {
  await user.open()
  await user.send(text)
  await user.expectMessages(text)
}

async function converse(user: ChatUser, staff: ChatConsole): Promise<void> {
  await asks(user, 'Hello, I was charged twice for November. Can you have a look?')
  await staff.openChat(user.email)
  await staff.send('Hello, of course. One moment, please.')
  await staff.send('You are right: a payment went through twice. I have just refunded the second one.')
  await user.expectMessages('Hello, of course. One moment, please.')
  await user.send('That was quick, thank you')
  await staff.expectMessages('That was quick, thank you')
  await staff.send('You are welcome.')
  await user.expectMessages('You are welcome.')
  await user.page.mouse.move(0, 0)
  await staff.page.mouse.move(0, 0)
}

/** Both windows on one sheet. */
async function compose(sheet: Page, scheme: 'light' | 'dark', left: Buffer, right: Buffer): Promise<void> {
  const source = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`
  const [paper, edge] = scheme === 'light' ? ['#e9ebf0', '#d5d8df'] : ['#060709', '#2a2d35']
  await sheet.setContent(`
    <style>
      body { margin: 0; height: 100vh; display: flex; gap: 24px; align-items: center; justify-content: center; background: ${paper} }
      img { border-radius: 12px; border: 1px solid ${edge} }
    </style>
    <img src="${source(left)}" width="${WIDGET.width}"><img src="${source(right)}" width="${CONSOLE.width}">`)
}
