import { test } from './host-page.js'
import { expect } from './test.js'

const TEXT = 'see https://shop.example/order 42 please'

/** A page with hotkeys, and with a modal that wants the focus back: as old libraries do it, and as new ones do. */
const HOST = (capture: boolean) => `
  <input id="search" aria-label="Search">
  <div id="modal" role="dialog" aria-label="Modal"><input id="field" aria-label="Field"></div>
  <script>
    window.fired = []
    document.addEventListener('keydown', (event) => {
      if (/INPUT|TEXTAREA/.test(event.target.tagName)) return
      fired.push(event.key)
      if (event.key === '/') document.querySelector('#search').focus()
      if (event.key === ' ' || event.key === '/') event.preventDefault()
    }, ${capture})
    for (const type of ['keyup', 'keypress', 'input', 'beforeinput', 'copy', 'paste'])
      document.addEventListener(type, (event) => {
        if (event.target.id === '') fired.push(type)
      })
    document.addEventListener('paste', (event) => event.preventDefault())
    const modal = document.querySelector('#modal')
    const field = document.querySelector('#field')
    for (const type of ['focus', 'focusin'])
      document.addEventListener(type, (event) => {
        if (event.target !== document && !modal.contains(event.target)) field.focus()
      }, ${capture})
    document.addEventListener('focusout', ({ target, relatedTarget }) => {
      if (target === field) left++
      if (relatedTarget && !modal.contains(relatedTarget)) field.focus()
    }, ${capture})
    window.left = 0
    field.focus()
  </script>
  <support-chat mock></support-chat>`

for (const capture of [false, true]) {
  test(`no hotkey of the page fires while one writes, nor does its modal take the focus, capturing: ${capture}`, async ({
    open,
  }) => {
    const page = await open(HOST(capture))
    await page.getByRole('textbox', { name: 'Field' }).focus()
    await page.getByRole('button', { name: /^Open support chat/ }).click()
    const input = page.getByRole('textbox', { name: 'Message' })
    await expect(input).toBeFocused()
    expect(await page.evaluate('left'), 'the field itself hears that it is left').toBe(1)
    await page.keyboard.type(TEXT)
    await expect(input).toHaveValue(TEXT)
    await input.press('ControlOrMeta+a')
    await input.press('ControlOrMeta+c')
    await input.press('End')
    await input.press('Enter')
    await expect(page.getByRole('log').getByText('order 42 please')).toBeVisible()
    await expect(input).toHaveValue('')
    expect(await page.evaluate('fired')).toEqual([])

    await input.press('Escape')
    const launcher = page.getByRole('button', { name: /^Open support chat/ })
    await expect(launcher).toHaveAttribute('aria-expanded', 'false')
    expect(await page.evaluate('fired')).toEqual([])
  })
}

test('the focus comes back to what had it, in shadow trees of the page too, or else to the launcher', async ({
  open,
}) => {
  const page = await open(`<div id="outer"></div><script>
    const outer = document.querySelector('#outer').attachShadow({ mode: 'open' })
    outer.innerHTML = '<button>Help</button><support-chat mock></support-chat>'
    outer.querySelector('button').onclick = () => outer.querySelector('support-chat').open()
  </script>`)
  const help = page.getByRole('button', { name: 'Help' })
  const input = page.getByRole('textbox', { name: 'Message' })
  await help.click()
  await expect(input).toBeFocused()
  await input.press('Escape')
  await expect(help).toBeFocused()
  await help.click()
  await expect(input).toBeFocused()
  await help.evaluate((button) => button.setAttribute('disabled', ''))
  await input.press('Escape')
  await expect(page.getByRole('button', { name: /^Open support chat/ })).toBeFocused()
})

test('a library that takes away attributes which the server did not write closes nothing', async ({ open }) => {
  const page = await open('<support-chat mock class="a" style="--support-chat-accent: red"></support-chat>')
  await page.getByRole('button', { name: /^Open support chat/ }).click()
  const input = page.getByRole('textbox', { name: 'Message' })
  await input.fill('half a sent')
  const chat = page.locator('support-chat')
  await chat.evaluate((element) => {
    Object.assign(element, { theme: 'dark', muted: true })
    return (element as unknown as { updateComplete: Promise<void> }).updateComplete.then(() => {
      for (const name of element.getAttributeNames()) if (name !== 'mock') element.removeAttribute(name)
    })
  })
  await expect(chat).toHaveAttribute('opened')
  await expect(chat).toHaveAttribute('theme', 'dark')
  await expect(input).toHaveValue('half a sent')
  await expect(input).toBeFocused()
  await chat.evaluate((element) => Object.assign(element, { opened: false }))
  await expect(page.getByRole('dialog', { name: 'Support Chat' })).toBeHidden()
  await chat.evaluate((element) => element.setAttribute('opened', ''))
  await expect(input).toBeVisible()
  await chat.evaluate((element) => element.removeAttribute('opened'))
  await expect(page.getByRole('dialog', { name: 'Support Chat' })).toBeHidden()
})

const WRONG = [
  'server-url',
  'serverUrl',
  'token',
  'user',
  'heading',
  'locale',
  'theme',
  'position',
  'mode',
  'muted',
  'strings',
  'getToken',
  'sessionSource',
  'credentials',
  'hideVisits',
]

test('no property breaks the panel, whatever a page sets it to', async ({ open }) => {
  const page = await open('<support-chat mock></support-chat>')
  await page.getByRole('button', { name: /^Open support chat/ }).click()
  const input = page.getByRole('textbox', { name: 'Message' })
  await expect(input).toBeVisible()
  await page.evaluate(async (names) => {
    const chat = document.querySelector('support-chat')! as unknown as Record<string, unknown> & {
      updateComplete: Promise<void>
    }
    for (const name of names) {
      const before = chat[name]
      for (const value of [undefined, null, 5, 'no such thing', {}, [], true]) {
        chat[name] = value
        await chat.updateComplete
      }
      chat[name] = before
      await chat.updateComplete
    }
    chat.strings = { heading: undefined, openLauncher: 'no function', send: 7 }
    await chat.updateComplete
  }, WRONG)
  await expect(page.getByRole('dialog', { name: 'Support Chat' })).toBeVisible()
  await input.fill('Hello')
  await page.getByRole('button', { name: 'Send message' }).click()
  await expect(page.getByText('Thank you, we are looking into it.')).toBeVisible()
})

for (const [failing, pattern] of [
  ['every script but the first', '**/widget/*.js*'],
  ['the panel alone', '**/widget/panel-*'],
] as const) {
  test(`it comes by itself when ${failing} fails at first, and a press says so meanwhile`, async ({
    open,
    guard,
    server,
    newProfile,
  }) => {
    guard.expect(/ERR_FAILED|Failed to load resource/)
    void newProfile
    const page = await open(
      '<main></main>' +
        `<support-chat server-url="${server.url}" token="${server.userToken('late')}" hidden></support-chat>`.replace(
          ' hidden',
          '',
        ),
    )
    let isDown = true
    await page.route(pattern, (route) =>
      isDown && !route.request().url().endsWith('/support-chat.js') ? route.abort() : route.continue(),
    )
    await page.reload()
    await page.getByRole('button', { name: /^Open support chat/ }).click()
    await expect(page.getByRole('alert')).toHaveText('We cannot reach the chat right now')
    isDown = false
    await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('alert')).toHaveCount(0)
  })
}
