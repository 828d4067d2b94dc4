import { serveGallery } from '../widget/gallery/serve.mjs'
import { ChatConsole } from './pages/chat-console.js'
import { ChatUser } from './pages/chat-user.js'
import { dateChatsBack } from './pages/pictures.js'
import { SampleChats } from './sample-chats.js'
import { STAFF } from './server.js'
import { LOOK, SCHEMES, Sheet, type Picture } from './sheet.js'
import { test } from './test.js'

const WIDGET = { width: 560, height: 760 }
const CONSOLE = { width: 920, height: 760 }
const CONSOLE_ALONE = { width: 1440, height: 900 }

interface Gallery {
  show: (scene: string) => Promise<void>
}

/** Pictures for the documentation, from the real product: `npm run screenshots`. */
test('a conversation, seen from both sides', async ({ browser, baseURL, guard }) => {
  const open = async (viewport: { width: number; height: number }) => {
    const context = await browser.newContext({ ...LOOK, baseURL, viewport })
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
  await staff.page
    .getByRole('tab')
    .filter({ hasText: /Active\s*2/ })
    .waitFor()

  const sheet = await Sheet.lay(browser)
  for (const colorScheme of SCHEMES) {
    const [widget, console] = [user.page, staff.page]
    for (const page of [widget, console]) await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const left = { png: await widget.screenshot(), width: WIDGET.width }
    const right = { png: await console.screenshot(), width: CONSOLE.width }
    await sheet.save('conversation', colorScheme, [left, right])
  }
})

/** The states of the widget's gallery, one sheet each. */
const SHEETS = {
  states: ['empty', 'chat', 'jump', 'failed'],
  languages: ['german', 'japanese', 'arabic', 'hebrew'],
}

test('the widget, in some of its states and languages', async ({ browser }) => {
  const gallery = await serveGallery()
  const sheet = await Sheet.lay(browser)
  for (const colorScheme of SCHEMES) {
    const page = await browser.newPage({ ...LOOK, colorScheme, viewport: { width: 760, height: 680 } })
    await page.goto(gallery.url)
    await page.locator('[data-ready]').waitFor()
    const size = 'support-chat { --support-chat-width: 320px; --support-chat-height: 560px }'
    await page.addStyleTag({ content: `${size} main > :not(support-chat) { display: none }` })
    for (const [name, scenes] of Object.entries(SHEETS)) {
      const pictures: Picture[] = []
      for (const scene of scenes) {
        await page.evaluate((it) => (window as unknown as Gallery).show(it), scene)
        const width = 360
        pictures.push({ png: await page.screenshot({ clip: { x: 400, y: 10, width, height: 670 } }), width })
      }
      await sheet.save(name, colorScheme, pictures, 16)
    }
    await page.close()
  }
  await gallery.close()
})

test('the theming page, with the chat in green', async ({ browser, baseURL }) => {
  const sheet = await Sheet.lay(browser)
  for (const colorScheme of SCHEMES) {
    const viewport = { width: 1200, height: 760 }
    const page = await browser.newPage({ ...LOOK, baseURL, colorScheme, viewport })
    await page.goto('/demo/theming')
    await page.getByRole('button', { name: 'Forest' }).click()
    await page.getByText('Done. It leaves').waitFor()
    await page.locator('[name=theme]').selectOption('auto')
    await sheet.save('theming', colorScheme, [{ png: await page.screenshot(), width: viewport.width }])
    await page.close()
  }
})

test('a day in the console', async ({ browser, baseURL, guard, server, visit }) => {
  await SampleChats.on(server)
  const user = await visit('marie')
  const context = await browser.newContext({ ...LOOK, baseURL, viewport: CONSOLE_ALONE })
  guard.watch(context)
  const staff = await ChatConsole.visit(await context.newPage())
  await dateChatsBack(staff.page)
  await staff.signIn(STAFF)
  await converse(user, staff)
  await staff.page.reload()
  await staff.expectMessages('You are welcome.')
  await staff.input.fill('Is there anything else')
  const sheet = await Sheet.lay(browser)
  for (const colorScheme of SCHEMES) {
    await staff.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await sheet.save('console', colorScheme, [{ png: await staff.page.screenshot(), width: CONSOLE_ALONE.width }])
  }
})

async function asks(user: ChatUser, text: string): Promise<void> {
  await user.open()
  await user.send(text)
  await user.expectMessages(text)
}

async function converse(user: ChatUser, staff: ChatConsole): Promise<void> {
  await asks(user, 'Hello, I was charged twice for November. Can you have a look?')
  await staff.openChat(user.email)
  await staff.send('Hello, of course. One moment, please.')
  await staff.send('You are right, and I have just refunded the second payment.')
  await user.expectMessages('Hello, of course. One moment, please.')
  await user.send('That was quick, thank you')
  await staff.expectMessages('That was quick, thank you')
  await staff.send('You are welcome.')
  await user.expectMessages('You are welcome.')
  await user.page.mouse.move(0, 0)
  await staff.page.mouse.move(0, 0)
}
