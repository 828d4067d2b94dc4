import type { Page } from '@playwright/test'
import { fileURLToPath } from 'node:url'
import { ChatConsole } from './pages/chat-console.js'
import { ChatUser } from './pages/chat-user.js'
import { STAFF } from './server.js'
import { test } from './test.js'

const image = (name: string) => fileURLToPath(new URL(`../docs/images/${name}.png`, import.meta.url))

const WIDGET = { width: 430, height: 640 }
const CONSOLE = { width: 930, height: 640 }

for (const colorScheme of ['light', 'dark'] as const) {
  test(`conversation, ${colorScheme}`, async ({ browser, baseURL, guard }) => {
    const open = async (viewport: { width: number; height: number }) => {
      const context = await browser.newContext({
        baseURL,
        colorScheme,
        viewport,
        deviceScaleFactor: 2,
        locale: 'en-US',
      })
      guard.watch(context)
      return context.newPage()
    }
    const staff = await ChatConsole.visit(await open(CONSOLE))
    await staff.signIn(STAFF)
    const user = await ChatUser.visit(await open(WIDGET), colorScheme === 'light' ? 'ada' : 'grace')
    await converse(user, staff)

    const [left, right] = await Promise.all([user.page.screenshot(), staff.page.screenshot()])
    const sheet = await open({ width: 1440, height: 720 })
    await compose(sheet, colorScheme, left, right)
    await sheet.screenshot({ path: image(`conversation-${colorScheme}`) })
  })
}

async function converse(user: ChatUser, staff: ChatConsole): Promise<void> {
  await user.open()
  await user.send('Hello, I was charged twice for November. Can you have a look?')
  await staff.openChat(user.email)
  await staff.send('Hello, of course. One moment, please.')
  await staff.send('You are right: a payment went through twice. I have just refunded the second one.')
  await user.send('That was quick, thank you')
  await staff.send('You are welcome. It will be in your account within two days.')
  await user.expectMessages('You are welcome. It will be in your account within two days.')
  await staff.expectMessages('That was quick, thank you')
  await user.page.mouse.move(0, 0)
  await staff.page.mouse.move(0, 0)
}

/** Both windows on one sheet. */
async function compose(sheet: Page, scheme: 'light' | 'dark', left: Buffer, right: Buffer): Promise<void> {
  const source = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`
  const [paper, edge] = scheme === 'light' ? ['#eef0f4', '#d9dce3'] : ['#0b0c0f', '#2a2d35']
  await sheet.setContent(`
    <style>
      body { margin: 0; height: 100vh; display: flex; gap: 24px; align-items: center; justify-content: center; background: ${paper} }
      img { border-radius: 12px; border: 1px solid ${edge} }
    </style>
    <img src="${source(left)}" width="${WIDGET.width}"><img src="${source(right)}" width="${CONSOLE.width}">`)
}
