import type { Locator, Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { ChatUser } from './pages/chat-user.js'
import { expect, freshName, test } from './test.js'

// One after the other, on one page.
test.describe.configure({ mode: 'default' })

const launcher = (page: Page) => page.getByRole('button', { name: /^(Open|Close) support chat/ })
const input = (page: Page) => page.getByRole('textbox', { name: 'Message' })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Support Chat' })
const embedding = readFileSync(new URL('../docs/embedding.md', import.meta.url), 'utf8')
const SNIPPET = /```html\n(<script>\s+window\.supportChat[^]*?)```/.exec(embedding)![1]!
/** Runs a line of JavaScript in which `chat` is the element. */
const run = (chat: Locator, line: string) =>
  chat.evaluate((element, code) => new Function('chat', `return ${code}`)(element) as unknown, line)

/** What the page tells by events goes into `window.told`. */
const LISTEN = `<script>
  window.told = []
  const names = ['ready', 'before-open', 'open', 'before-close', 'close', 'mute', 'sign-in', 'sign-out', 'error']
  for (const name of names)
    addEventListener('support-chat-' + name, ({ detail }) => told.push([name, detail?.code ?? detail?.user ?? detail?.muted ?? '']))
</script>`
/** An element without a server: each session is one of the user of the token, without a message. */
const SESSIONS = `<script type="module">
  window.sessions = []
  window.tokenOf = (sub) => 'e30.' + btoa(JSON.stringify({ sub })) + '.'
  const chat = document.querySelector('support-chat')
  const state = { chatId: 'chat', loaded: true, error: null, items: [], hasMore: false, loadingOlder: false }
  Object.assign(state, { unreadCount: 0, otherTyping: false, otherOnline: true })
  const subscribe = () => () => {}
  chat.sessionSource = ({ userKey, getToken }) => {
    sessions.push(JSON.parse(userKey)[2])
    const connection = { state: { status: 'connected', transport: 'websocket', error: null }, subscribe, stop() {} }
    return { connection, chat: { state, subscribe, close() {}, setTyping() {}, send: () => null } }
  }
</script>`

test('a page reads how the chat is, and waits until it is ready', async ({ openComponent }) => {
  const page = await openComponent(`${LISTEN}<support-chat mock></support-chat>`)
  const chat = page.locator('support-chat')
  await run(chat, "customElements.whenDefined('support-chat')")
  expect(await run(chat, 'chat.ready.then(() => told[0][0])')).toBe('ready')
  expect(await run(chat, 'chat.constructor.version')).toMatch(/^\d+\.\d+\.\d+/)
  await expect.poll(() => run(chat, '[chat.unread, chat.connected]')).toEqual([1, true])
  await launcher(page).click()
  await expect.poll(() => run(chat, 'chat.unread')).toBe(0)
  // The status of the connection is always there, and before any other, whatever the page has put into the header.
  await run(chat, `chat.insertAdjacentHTML('beforeend', '<b slot="header" role="status">Two for one</b>')`)
  const status = dialog(page).getByRole('status').first()
  await expect(status).toHaveText('Connected')
  await input(page).fill('/offline')
  await input(page).press('Enter')
  await expect(status).toHaveText('Offline')
  expect(await run(chat, 'chat.connected')).toBe(false)
  await expect(status).toHaveText('Connected')
})

test('a page may keep the panel from opening and closing, but does not ask itself', async ({ openComponent }) => {
  const page = await openComponent(`${LISTEN}<script>
    const refuse = (event) => window.refuses && event.preventDefault()
    for (const name of ['open', 'close']) addEventListener('support-chat-before-' + name, refuse)
  </script><support-chat mock></support-chat>`)
  const chat = page.locator('support-chat')
  const told = () => page.evaluate('told.splice(0).map(([name]) => name).filter((name) => /open|close/.test(name))')
  const refuse = (refuses: boolean) => page.evaluate((now) => Object.assign(window, { refuses: now }), refuses)
  await refuse(true)
  await launcher(page).click()
  await run(chat, 'chat.open({ draft: "from the page" })')
  await run(chat, 'chat.toggle()')
  await page.evaluate("location.hash = '#support-chat'")
  await expect.poll(() => page.evaluate('told.length')).toBeGreaterThan(4)
  expect(await told()).toEqual(Array(4).fill('before-open'))
  await expect(chat).not.toHaveAttribute('opened')

  await run(chat, 'chat.opened = true')
  await expect(input(page)).toBeVisible()
  await expect(input(page), 'a draft goes with its opening').toHaveValue('')
  await run(chat, 'chat.open()')
  expect(await told()).toEqual(['open'])
  await input(page).press('Escape')
  await dialog(page).getByRole('button', { name: 'Close', exact: true }).click()
  await launcher(page).click()
  await run(chat, 'chat.close()')
  expect(await told()).toEqual(Array(4).fill('before-close'))
  await expect(dialog(page)).toBeVisible()

  await refuse(false)
  await launcher(page).click()
  await expect(dialog(page)).toBeHidden()
  await run(chat, 'chat.close()')
  expect(await told()).toEqual(['before-close', 'close'])
  await refuse(true)
  await run(chat, 'chat.opened = true')
  await run(chat, 'chat.logout()')
  await expect(dialog(page), 'signing out is not asked for').toBeHidden()
})

test('a draft of the page is there to go on with, and takes nothing from what the user has written', async ({
  openComponent,
}) => {
  const page = await openComponent('<support-chat mock></support-chat>')
  const chat = page.locator('support-chat')
  await expect(launcher(page)).toBeVisible()
  await run(chat, "chat.open({ draft: 'About order 17: ' })")
  await expect(input(page)).toHaveValue('About order 17: ')
  await expect(input(page)).toBeFocused()
  await run(chat, "chat.open({ draft: 'About order 18: ' })")
  await expect(input(page), 'in place of one that was left as it was').toHaveValue('About order 18: ')
  await page.keyboard.type('where is it?')
  await run(chat, "chat.open({ draft: 'About order 18: ' })")
  await run(chat, "chat.open({ draft: 'About order 19: ' })")
  await expect(input(page)).toHaveValue('About order 18: where is it?\nAbout order 19: ')
  await input(page).press('Enter')
  await expect(input(page)).toHaveValue('')
  await run(chat, 'chat.close()')
  await run(chat, 'chat.open()')
  await expect(input(page)).toHaveValue('')
})

test('a page puts its own into the slots: seen, reached by Tab, and left to the page', async ({ openComponent }) => {
  const page = await openComponent(`<script>window.typed = []</script><support-chat user="ada">
    <b slot="launcher">?</b>
    <a slot="header" href="/status">Status</a>
    <p slot="empty">Ask us about orders</p>
    <form slot="footer" oninput="typed.push(event.target.value)"><input aria-label="Topic" /><button disabled>Never</button></form>
  </support-chat>${SESSIONS}`)
  const chat = page.locator('support-chat')
  await run(chat, 'void (chat.getToken = () => tokenOf("ada"))')
  await chat.locator('[slot=launcher]').click()
  await expect(page.getByRole('button', { name: 'Close support chat' })).toBeVisible()
  await expect(chat.locator('[part=launcher] svg').first(), 'in place of the icon').toBeHidden()
  await expect(page.getByText('Ask us about orders')).toBeVisible()
  await expect(page.getByText('how can we help?')).toBeHidden()
  await expect(dialog(page)).toBeVisible()
  const [link, topic] = [page.getByRole('link', { name: 'Status' }), page.getByRole('textbox', { name: 'Topic' })]
  await expect(link).toBeVisible()
  await topic.pressSequentially('ok')
  expect(await page.evaluate('typed')).toEqual(['o', 'ok'])

  const whole = page.viewportSize()!
  await page.setViewportSize({ width: 400, height: 700 })
  await expect(dialog(page)).toHaveAttribute('aria-modal', 'true')
  await topic.focus()
  await page.keyboard.press('Tab')
  await expect(link, 'the first stop after the last one').toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(topic).toBeFocused()
  await page.setViewportSize(whole)
  await topic.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await expect(launcher(page), 'the focus is not lost with the panel').toBeFocused()

  await run(chat, "chat.setAttribute('launcher', 'none')")
  await expect(launcher(page)).toHaveCount(0)
  await run(chat, 'chat.open()')
  await expect(input(page)).toBeFocused()
  await run(chat, 'chat.close()')
  await run(chat, "chat.launcher = 'default'")
  await expect(launcher(page)).toBeVisible()
})

test('the page is told who is signed in, and keeps what it has set when they sign out', async ({ openComponent }) => {
  const page = await openComponent(`${LISTEN}<support-chat user="ada"></support-chat>${SESSIONS}`)
  const chat = page.locator('support-chat')
  const told = () => page.evaluate('told.splice(0).filter(([name]) => /sign|error|mute/.test(name))')
  const sessions = () => page.evaluate('sessions')
  const settled = () => page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))')
  await run(chat, 'void Object.assign(window, { getToken: () => tokenOf(chat.user) })')
  await run(chat, 'void (chat.getToken = getToken)')
  await expect.poll(sessions).toEqual(['ada'])
  await run(chat, 'chat.open()')
  const mute = dialog(page).getByRole('button', { name: 'Mute sounds' })
  await mute.click()
  await mute.click()
  expect(await told()).toEqual([
    ['sign-in', 'ada'],
    ['mute', true],
    ['mute', false],
  ])

  await run(chat, 'chat.logout()')
  expect(await run(chat, '[chat.user, chat.token, chat.getToken === getToken, chat.getAttribute("user")]')).toEqual([
    'ada',
    null,
    true,
    'ada',
  ])
  await run(chat, 'chat.logout()')
  await run(chat, 'chat.open()')
  await settled()
  expect(await sessions()).toEqual(['ada'])
  expect(await told(), 'once').toEqual([['sign-out', '']])
  await expect(dialog(page).getByText('Sign in to chat with us')).toBeVisible()

  // Each of the three says that a user is signed in, be it the same one.
  for (const assign of ['user = chat.user', 'getToken = getToken', 'token = tokenOf("ada")']) {
    const before = (await sessions()) as string[]
    await run(chat, `void (chat.${assign})`)
    await expect.poll(sessions).toEqual([...before, 'ada'])
    await run(chat, 'chat.logout()')
    expect(await told()).toEqual([
      ['sign-in', 'ada'],
      ['sign-out', ''],
    ])
  }
  expect(await run(chat, 'chat.token === tokenOf("ada")')).toBe(true)

  await run(chat, `chat.setAttribute('user', 'ada')`)
  await expect.poll(told).toEqual([['sign-in', 'ada']])
  await run(chat, `chat.setAttribute('user', 'grace')`)
  await expect.poll(told).toEqual([
    ['sign-out', ''],
    ['sign-in', 'grace'],
  ])
  await run(chat, 'void (chat.getToken = () => tokenOf("eve"))')
  await expect.poll(told).toEqual([['error', 'wrong_user']])
  expect(await sessions()).not.toContain('eve')
})

test('a phone’s Back closes a panel that covers the page, as often as the page lets it', async ({ openComponent }) => {
  const page = await openComponent(`${LISTEN}<script>
    addEventListener('support-chat-before-close', (event) => window.refuses && event.preventDefault())
  </script><support-chat mock></support-chat>`)
  const chat = page.locator('support-chat')
  const asked = () => page.evaluate("told.filter(([name]) => name === 'before-close').length")
  // What a phone has a button for, a desktop's browser does at Escape, where nothing on the page has the focus.
  const goBack = async () => {
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('Escape')
  }
  await launcher(page).click()
  await expect(input(page)).toBeFocused()
  await goBack()
  await expect(dialog(page), 'it covers nothing').toBeVisible()

  const whole = page.viewportSize()!
  await page.setViewportSize({ width: 400, height: 700 })
  await expect(dialog(page)).toHaveAttribute('aria-modal', 'true')
  await page.evaluate('window.refuses = true')
  for (const times of [1, 2]) {
    await goBack()
    await expect.poll(asked).toBe(times)
    await expect(dialog(page)).toBeVisible()
    await dialog(page).getByRole('log').click()
  }
  await page.evaluate('window.refuses = false')
  await goBack()
  await expect(chat).not.toHaveAttribute('opened')
  await page.setViewportSize(whole)
})

test('calls wait for the script by the lines of docs/embedding.md, and are made in their order', async ({
  openComponent,
}) => {
  const page = await openComponent(`${SNIPPET}<script>
    supportChat('open', { draft: 'Before ' })
    supportChat('open', { draft: 'the script' })
    supportChat('markAsRead')
    window.early = !customElements.get('support-chat')
  </script><support-chat mock></support-chat>`)
  await expect(input(page)).toHaveValue('the script')
  expect(await page.evaluate('early')).toBe(true)
  await page.getByRole('button', { name: 'Ask about an order' }).click()
  await expect(input(page)).toHaveValue('About my order: ')
  await expect(page.locator('support-chat [part=badge]')).toHaveCount(0)
})

test('several brands have a chat each on one page, and one each', async ({ openComponent }) => {
  const page = await openComponent(
    `<support-chat mock instance="acme"></support-chat>
    <support-chat mock instance="zenith" position="bottom-left"></support-chat>
    <support-chat mock instance="acme"></support-chat>`,
    '#support-chat-zenith',
  )
  await expect(dialog(page)).toHaveCount(1)
  await expect(page.locator('support-chat[instance=zenith]')).toHaveAttribute('opened')
  await expect(launcher(page)).toHaveCount(2)
  await launcher(page).first().click()
  await expect(dialog(page)).toHaveCount(2)
  await run(page.locator('support-chat').first(), 'chat.remove()')
  await expect(launcher(page), 'the next of its name takes its place').toHaveCount(2)
  await expect(dialog(page)).toHaveCount(1)
})

test('what the page says of a visit goes along with it, follows it, and is refused by name', async ({ newProfile }) => {
  const page = await (await newProfile()).newPage()
  const visits: unknown[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const [, name, asked] = /^42\d*(\["visit",(.*)\])$/.exec(String(payload)) ?? []
      if (name) visits.push((JSON.parse(asked!) as { context?: unknown }).context)
    }),
  )
  await ChatUser.visit(page, freshName('visitor'))
  const chat = page.locator('support-chat')
  await run(chat, "void (chat.context = { plan: 'pro', seats: 3, trial: false })")
  await expect.poll(() => visits.at(-1)).toEqual({ plan: 'pro', seats: 3, trial: false })
  const told = visits.length
  await run(chat, "void (chat.context = { plan: 'pro', seats: 3, trial: false })")
  await run(chat, 'chat.updateComplete')
  await run(chat, 'void (chat.context = null)')
  await expect.poll(() => visits.slice(told), 'once, for what is the same is not said again').toEqual([{}])
  const refused = run(
    chat,
    "new Promise((done) => chat.addEventListener('support-chat-error', ({ detail }) => done(detail.code)))",
  )
  await run(chat, 'void (chat.context = Object.fromEntries([...Array(21).keys()].map((key) => [key, 1])))')
  expect(await refused).toBe('invalid_request')
})
