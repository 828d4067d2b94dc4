import type { Locator, Page } from '@playwright/test'
import { SCRIPT } from './component-page.js'
import { expect, test } from './test.js'

// One after the other, on one page.
test.describe.configure({ mode: 'default' })

const launcher = (page: Page) => page.getByRole('button', { name: /^(Open|Close) support chat/ })
const input = (page: Page) => page.getByRole('textbox', { name: 'Message' })
const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Support Chat' })
const call = (element: Locator, method: 'open' | 'close' | 'toggle') =>
  element.evaluate((chat, name) => (chat as unknown as Record<string, () => void>)[name]!(), method)

test('a closed panel is out of reach of keyboard and screen reader, and each change is told', async ({
  openComponent,
}) => {
  const page =
    await openComponent(`<button>Before</button><support-chat mock></support-chat><button>After</button><script>
    window.events = []
    for (const name of ['open', 'close'])
      document.addEventListener('support-chat-' + name, ({ type }) => events.push(type))
  </script>`)
  await launcher(page).click()
  await expect(dialog(page)).toBeVisible()
  await expect(log(page)).toBeVisible()
  for (const name of ['Mute sounds', 'Close', 'Send message'])
    await expect(dialog(page).getByRole('button', { name, exact: true })).toBeVisible()
  const chat = page.locator('support-chat')
  await call(chat, 'toggle')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('log')).toHaveCount(0)
  await expect(chat.locator('[part=panel]'), 'from the first moment of its closing').toHaveAttribute('inert')
  await page.getByRole('button', { name: 'Before' }).focus()
  await page.keyboard.press('Tab')
  await expect(launcher(page)).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'After' })).toBeFocused()
  await call(chat, 'toggle')
  await expect(input(page)).toBeFocused()
  await input(page).press('Escape')
  await expect(page.getByRole('button', { name: 'After' })).toBeFocused()
  expect(await page.evaluate('events')).toEqual(
    ['open', 'close', 'open', 'close'].map((name) => `support-chat-${name}`),
  )
})

test('Enter sends and Escape closes, but neither while an input method composes', async ({ openComponent }) => {
  // Ahead of the widget, which lets nobody after it hear them.
  const page = await openComponent(`<script>
    window.keys = []
    addEventListener('keydown', ({ key, isComposing }) => keys.push(key + (isComposing ? ' composing' : '')), true)
  </script><support-chat mock></support-chat>`)
  const sent = page.locator('support-chat [part~=bubble][part~=own]')
  await launcher(page).click()
  await expect(input(page)).toBeFocused()
  await expect(sent).toHaveCount(2)
  await page.keyboard.type('   ')
  await page.keyboard.press('Enter')
  await expect(input(page), 'white space is no message').toHaveValue('   ')
  await input(page).fill('')
  await page.keyboard.type('Hello')
  await page.keyboard.press('Shift+Enter')
  await expect(input(page)).toHaveValue('Hello\n')

  const device = await page.context().newCDPSession(page)
  await device.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await device.send('Input.insertText', { text: 'に' })
  await device.detach()
  expect(await page.evaluate('keys.slice(-2)')).toEqual(['Enter composing', 'Escape composing'])
  // Safari has ended the composition by then, and tells by the code alone.
  await input(page).evaluate((field) => {
    for (const key of ['Enter', 'Escape']) {
      const init = { key, keyCode: 229, bubbles: true, composed: true, cancelable: true }
      field.dispatchEvent(new KeyboardEvent('keydown', init))
    }
  })
  await expect(dialog(page)).toBeVisible()
  await expect(sent).toHaveCount(2)

  await input(page).fill('Hello')
  await page.keyboard.press('Enter')
  await expect(input(page)).toHaveValue('')
  await expect(sent).toHaveCount(3)
  await expect(sent.last()).toHaveText('Hello')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
})

test('the focus stays in the panel when the button that had it goes with its message', async ({ openComponent }) => {
  const page = await openComponent('<support-chat mock></support-chat>')
  await launcher(page).click()
  await input(page).fill('/error content_too_long')
  await input(page).press('Enter')
  await input(page).fill('written since')
  await log(page).getByRole('button', { name: 'Edit' }).press('Enter')
  await expect(input(page)).toBeFocused()
  await expect(input(page)).toHaveValue('/error content_too_long\nwritten since')
  await expect(log(page).getByText('/error')).toHaveCount(0)

  await input(page).fill('/error unavailable')
  await input(page).press('Enter')
  await log(page).getByRole('button', { name: 'Delete' }).press('Enter')
  await expect(log(page).getByText('/error')).toHaveCount(0)
  await expect(input(page)).toBeFocused()
})

test('messages are read only while the panel is open and the window focused', async ({ openComponent }) => {
  const frame = `${SCRIPT}<p>Orders</p><support-chat mock opened></support-chat>`.replaceAll('"', '&quot;')
  const page = await openComponent(
    `<button>Elsewhere</button><iframe srcdoc="${frame}" width="800" height="700"></iframe>`,
  )
  const inside = page.frameLocator('iframe')
  const chat = inside.locator('support-chat')
  const badge = chat.locator('[part=badge]')
  const isFocused = () => chat.evaluate(() => document.hasFocus())
  await expect(inside.getByText('Done. It leaves tomorrow morning')).toBeInViewport()
  expect(await isFocused()).toBe(false)
  await expect(badge).toHaveText('1')

  await call(chat, 'close')
  await expect(inside.getByRole('dialog')).toBeHidden()
  await inside.getByText('Orders').click()
  expect(await isFocused()).toBe(true)
  await expect(badge).toHaveText('1')
  await call(chat, 'open')
  await expect(badge).toHaveCount(0)
})

test('a new answer is shown once above the launcher while closed, and opens the chat where it is new', async ({
  openComponent,
}) => {
  const page = await openComponent('<support-chat mock></support-chat>')
  const chat = page.locator('support-chat')
  const card = page.getByRole('group', { name: '1 new message' })
  const reply = () =>
    chat.evaluate((element) => void (element as HTMLElement & { send(text: string): void }).send('/reply'))
  await expect(chat.locator('[part=badge]')).toHaveText('1')
  await expect(card, 'what was there before is no news').toHaveCount(0)
  await reply()
  await expect(card).toHaveText(/Ada\s*Thank you, we are looking into it\./)
  await expect(page.locator('support-chat [aria-live=polite]').filter({ hasText: 'Thank you' })).toHaveCount(1)
  const [above, below] = [await card.boundingBox(), await launcher(page).boundingBox()]
  expect(above!.y + above!.height).toBeLessThan(below!.y)
  const dismiss = card.getByRole('button', { name: 'Dismiss' })
  const { width, height } = (await dismiss.boundingBox())!
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
  await dismiss.focus()
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
  await expect(launcher(page)).toBeFocused()

  await page.setViewportSize({ width: 390, height: 720 })
  await reply()
  await expect(chat.locator('[part=badge]')).toHaveText('3')
  await expect(card, 'over the page of a phone').toHaveCount(0)
  await page.setViewportSize({ width: 1280, height: 720 })
  await expect(card).toHaveCount(0)
  await reply()
  await card.getByRole('button', { name: /^Ada/ }).click()
  await expect(card).toHaveCount(0)
  await expect(input(page)).toBeFocused()
  const rows = log(page).getByRole('listitem')
  await expect(rows.filter({ hasText: /^New$/ })).toBeVisible()
  const unread = await rows.evaluateAll((all) =>
    all.map(({ ariaLabel, textContent }) => ariaLabel ?? textContent).slice(-5),
  )
  expect(unread[0]).toBe('New')
  expect(unread[1]).toMatch(/^Ada, \d/)
})

test('events leave the shadow trees that the widget is in, and bubble, as those of the outermost host', async ({
  openComponent,
}) => {
  const page = await openComponent(`<div id="shop"></div><script>
    window.events = []
    document.addEventListener('support-chat-ready', ({ target, bubbles, composed }) =>
      events.push([target.id, bubbles, composed]))
    document.querySelector('#shop').attachShadow({ mode: 'open' }).innerHTML = '<support-chat mock></support-chat>'
  </script>`)
  await expect(launcher(page)).toBeVisible()
  expect(await page.evaluate('events')).toEqual([['shop', true, true]])
})

test('#support-chat in the address opens it, also behind a route, and again when its link is pressed again', async ({
  openComponent,
}) => {
  const page = await openComponent(
    '<a href="#support-chat">Help</a><support-chat mock></support-chat>',
    '#support-chat',
  )
  const chat = page.locator('support-chat')
  const turnTo = (hash: string) =>
    page.evaluate(
      (to) =>
        new Promise<void>((resolve) => {
          addEventListener('hashchange', () => resolve(), { once: true })
          location.hash = to
        }),
      hash,
    )
  await expect(chat).toHaveAttribute('opened')
  await call(chat, 'close')
  await expect(dialog(page)).toBeHidden()
  await page.getByRole('link', { name: 'Help' }).click()
  await expect(dialog(page)).toBeVisible()

  for (const route of ['#/help', '#!/help', '#/a?b=c']) {
    await call(chat, 'close')
    for (const hash of [route, `${route}#support-chats`]) {
      await turnTo(hash)
      await expect(chat, hash).not.toHaveAttribute('opened')
    }
    await turnTo(`${route}#support-chat`)
    await expect(chat, route).toHaveAttribute('opened')
  }
})

test('a style sheet of the page can tell by its states that it is open, has unread messages, or is offline', async ({
  openComponent,
}) => {
  const page = await openComponent(`<style>
    support-chat { --states: closed }
    support-chat:state(open) { --states: open }
    support-chat:state(unread) { --states: unread }
    support-chat:state(offline) { --states: offline }
  </style><support-chat></support-chat>`)
  const chat = page.locator('support-chat')
  await expect(launcher(page)).toBeVisible()
  await expect(chat).toHaveCSS('--states', 'closed')
  await chat.evaluate((element) => element.setAttribute('mock', ''))
  await expect(chat).toHaveCSS('--states', 'unread')
  await launcher(page).click()
  await expect(chat).toHaveCSS('--states', 'open')
  await expect(chat).toHaveAttribute('opened')
  await launcher(page).click()
  await expect(chat).toHaveCSS('--states', 'closed')
  await expect(chat).not.toHaveAttribute('opened')
  await chat.evaluate((element) => element.setAttribute('mode', 'inline'))
  await expect(chat).toHaveCSS('--states', 'open')
  await input(page).fill('/offline')
  await input(page).press('Enter')
  await expect(chat).toHaveCSS('--states', 'offline')
})

for (const [how, script] of [
  ['has no such states', "Object.defineProperty(ElementInternals.prototype, 'states', { value: undefined })"],
  ['takes other names for them', "CustomStateSet.prototype.add = () => { throw new SyntaxError('no dashes') }"],
] as const) {
  test(`a browser that ${how} has the chat all the same`, async ({ openComponent }) => {
    const page = await openComponent(`<script>${script}</script><support-chat mock></support-chat>`)
    await launcher(page).click()
    await expect(dialog(page)).toBeVisible()
    await expect(page.locator('support-chat [part=badge]')).toHaveCount(0)
  })
}
