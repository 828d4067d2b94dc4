import { BroadcastChannel as Channel } from 'node:worker_threads'
import type { SupportMessage } from '@support-chat/shared'
import { LiveAnnouncer } from '../panel/live-announcer.js'
import type { SupportChat } from './support-chat.js'
import { find, mount, nextTask, isolateTests, tokenOf, type, waitFor } from '../testing/mounted-element.js'

isolateTests()

const MINUTE = 60_000
const stored = () => JSON.stringify({ ...localStorage, ...sessionStorage })
const textOf = (element: SupportChat) => (find(element, 'textarea') as HTMLTextAreaElement).value

/** Ada's chat, open, with what she has read and what she is writing; `signInAs` signs another user in to the page alone. */
async function adasChat(more: Partial<SupportChat> = {}) {
  let token = tokenOf('ada')
  const getToken = jest.fn((): string | Promise<string> => token)
  const page = await mount((element) => Object.assign(element, { getToken, opened: true, ...more }))
  await waitFor(() => page.sessions.length && find(page.element, 'textarea'))
  page.session().receive({ content: 'Your code is 4711, Ada', sender_type: 'admin' })
  await waitFor(() => find(page.element, '.bubble'))
  type(page.element, 'Ada is writing this')
  return { ...page, getToken, signInAs: (user: string) => (token = tokenOf(user)) }
}

/** Nothing of Ada's is shown, and nothing of hers can be sent any more. */
async function expectGone({ element, sessions }: Awaited<ReturnType<typeof adasChat>>) {
  await waitFor(() => sessions[0]!.calls.includes('stop'))
  await element.updateComplete
  expect(element.shadowRoot!.textContent).not.toContain('4711')
  expect(find(element, 'textarea') === null || textOf(element) === '').toBe(true)
  expect(stored()).not.toContain('Ada is writing')
}

/** The page's clock, moved. */
function advanceClock(ms: number) {
  const now = Date.now()
  jest.spyOn(Date, 'now').mockImplementation(() => now + ms)
}

describe('another user of the page', () => {
  test.each<[string, (element: SupportChat, signInAs: (user: string) => string) => void]>([
    ['`user` is another', (element, signInAs) => (signInAs('grace'), (element.user = 'grace'))],
    ['the attribute is another', (element, signInAs) => (signInAs('grace'), element.setAttribute('user', 'grace'))],
    ['`getToken` is another function', (element) => (element.getToken = () => tokenOf('grace'))],
    [
      '`getToken` is assigned anew',
      (element, signInAs) => (signInAs('grace'), Object.assign(element, { getToken: element.getToken })),
    ],
  ])('finds nothing of the first, at once, where %s', async (_how, change) => {
    const page = await adasChat()
    change(page.element, page.signInAs)
    await page.element.updateComplete
    expect(page.element.shadowRoot!.textContent).not.toContain('4711')
    await expectGone(page)
    await waitFor(() => page.sessions.length === 2)
    expect(page.sessionOptions[1]!.userKey).toContain('"grace"')
  })

  test.each<[string, () => void]>([
    ['the panel opens', () => document.querySelector('support-chat')!.open()],
    ['the window gets the focus', () => window.dispatchEvent(new Event('focus'))],
    ['the page is shown again', () => document.dispatchEvent(new Event('visibilitychange'))],
  ])('finds nothing of the first when %s a minute after the token was given', async (_when, look) => {
    const page = await adasChat()
    page.element.close()
    await page.element.updateComplete
    page.signInAs('grace')
    look()
    await nextTask()
    expect(page.getToken).toHaveBeenCalledTimes(1)
    page.element.close()
    await page.element.updateComplete
    advanceClock(MINUTE)
    look()
    await page.element.updateComplete
    expect(page.element.shadowRoot!.textContent).not.toContain('4711')
    await expectGone(page)
  })

  test('sends nothing as the first', async () => {
    const page = await adasChat()
    page.signInAs('grace')
    advanceClock(MINUTE)
    await expect((async () => page.sessionOptions[0]!.getToken(false))()).rejects.toThrow()
    await expectGone(page)
  })

  test('sees nothing of the first while the page has not answered who it is', async () => {
    const page = await adasChat()
    const { element } = page
    let answer: (token: string) => void = () => undefined
    element.getToken = () => new Promise<string>((resolve) => (answer = resolve))
    await waitFor(() => find(element, '.skeleton'))
    expect(element.shadowRoot!.textContent).not.toContain('4711')
    expect(textOf(element)).toBe('')
    type(element, 'and more')
    answer(tokenOf('ada'))
    await waitFor(() => find(element, '.bubble'))
    expect(textOf(element)).toBe('Ada is writing this\nand more')
    expect(page.sessions).toHaveLength(1)
  })

  test('is asked for in the user’s other tabs, too', async () => {
    Object.assign(globalThis, { BroadcastChannel: Channel })
    const page = await adasChat({ serverUrl: location.origin })
    const other = new Channel(`support-chat-sign-out|${location.origin}`)
    page.signInAs('grace')
    other.postMessage({ switched: page.sessionOptions[0]!.userKey })
    await expectGone(page)
    other.close()
    Reflect.deleteProperty(globalThis, 'BroadcastChannel')
  })
})

describe('`getToken` is asked', () => {
  const returnToPage = () => {
    for (const event of ['focus', 'pageshow']) window.dispatchEvent(new Event(event))
    document.dispatchEvent(new Event('visibilitychange'))
  }

  test('once for all that happens when the user comes back to the page, and not again for what is sent then', async () => {
    const page = await adasChat()
    let answer: (token: string) => void = () => undefined
    page.getToken.mockImplementation(() => new Promise<string>((resolve) => (answer = resolve)))
    advanceClock(MINUTE)
    expect(page.sessionOptions[0]!.tokenAge()).toBeGreaterThanOrEqual(MINUTE)
    returnToPage()
    await nextTask()
    expect(page.getToken).toHaveBeenCalledTimes(2)
    answer(tokenOf('ada'))
    await waitFor(() => find(page.element, '.bubble'))
    expect(page.sessionOptions[0]!.tokenAge()).toBeLessThan(MINUTE)
  })

  test('once each time it is assigned, however slow the answers are', async () => {
    const page = await adasChat()
    const answers: (() => void)[] = []
    const slow = jest.fn(() => new Promise<string>((resolve) => answers.push(() => resolve(tokenOf('ada')))))
    for (let times = 0; times < 3; times++) {
      page.element.getToken = slow
      await page.element.updateComplete
    }
    for (const answer of answers) answer()
    await waitFor(() => find(page.element, '.bubble'))
    expect(slow).toHaveBeenCalledTimes(3)
    expect(page.sessions).toHaveLength(1)
  })

  test('at once when it is assigned while the one before does not answer', async () => {
    const { element, sessions } = await mount((element) =>
      Object.assign(element, { getToken: () => new Promise(() => undefined), opened: true }),
    )
    await waitFor(() => find(element, 'textarea'))
    const next = jest.fn(() => tokenOf('ada'))
    element.getToken = next
    await element.updateComplete
    await nextTask()
    expect(next).toHaveBeenCalled()
    await waitFor(() => sessions.length)
  })

  test('in vain while its backend is away: the token before serves where the page names its user, and only there', async () => {
    const page = await adasChat({ user: 'ada' })
    const next = async (refused: boolean) => page.sessionOptions[0]!.getToken(refused)
    page.getToken.mockImplementation(() => Promise.reject(new Error('offline')))
    advanceClock(MINUTE)
    expect(await next(false)).toBe(tokenOf('ada'))
    expect(page.sessionOptions[0]!.tokenAge()).toBeGreaterThanOrEqual(MINUTE)
    await expect(next(true)).rejects.toThrow('getToken failed')
    page.element.user = 'grace'
    await expect(next(false)).rejects.toThrow('getToken failed')
  })

  test('in vain while its backend is away: nothing is sent where only it can say who is there', async () => {
    const page = await adasChat()
    page.getToken.mockImplementation(() => Promise.reject(new Error('offline')))
    advanceClock(MINUTE)
    await expect((async () => page.sessionOptions[0]!.getToken(false))()).rejects.toThrow('getToken failed')
  })
})

describe('the same user of the page', () => {
  test.each<[string, (element: SupportChat) => void]>([
    ['`user` says so only now', (element) => (element.user = 'ada')],
    ['`token` is taken away, and `getToken` says so', (element) => (element.token = null)],
  ])('goes on where %s', async (_how, change) => {
    const page = await adasChat({ token: tokenOf('ada') })
    change(page.element)
    await waitFor(() => page.getToken.mock.calls.length)
    await waitFor(() => find(page.element, '.bubble') && textOf(page.element))
    expect(textOf(page.element)).toBe('Ada is writing this')
    expect(page.sessions).toHaveLength(1)
  })

  test('goes on with a token that only the server can read, once it has said whose it is', async () => {
    const page = await adasChat({ token: tokenOf('ada') })
    page.element.sessionSource = undefined
    page.element.token = 'opaque'
    await page.element.updateComplete
    expect(page.element.shadowRoot!.textContent).not.toContain('4711')
    expect(textOf(page.element)).toBe('')
    expect(stored()).toContain('Ada is writing this')
  })
})

describe('news that come while the code for them does', () => {
  test('are not told to another user', async () => {
    const { element } = await adasChat()
    const chat = { ...element.snapshot.session! }
    const announcer = new LiveAnnouncer(element, () => false)
    const [message] = element.snapshot.chat.items.map((item) => item.message as SupportMessage)
    element.close()
    announcer.announce([{ ...message!, content: 'to somebody else' }], chat)
    announcer.announce([{ ...message!, content: 'to Ada' }], element.snapshot.session)
    const announced = () =>
      [...element.shadowRoot!.querySelectorAll('.live-region')].map(({ textContent }) => textContent).join()
    await waitFor(() => announced().includes('to Ada'))
    expect(announced()).not.toContain('somebody else')
  })
})

describe('a token of another than `user`', () => {
  test('is not used, and is told', async () => {
    const { element, sessions, events } = await mount((element) =>
      Object.assign(element, { user: 'ada', getToken: () => tokenOf('grace'), opened: true }),
    )
    await waitFor(() => events.some(([name]) => name === 'error'))
    expect(events.find(([name]) => name === 'error')?.[1]).toMatchObject({ code: 'wrong_user' })
    expect(sessions).toHaveLength(0)
    element.user = 'grace'
    await waitFor(() => sessions.length)
  })

  test.each<[string, string | number]>([
    ['łukasz 🦊', 'łukasz 🦊'],
    ['42', 42],
  ])('is told apart in every script: %s', async (sub, user) => {
    const payload = btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify({ sub }))))
    const { sessions } = await mount((element) => Object.assign(element, { user, token: `e30.${payload}.` }))
    await waitFor(() => sessions.length)
  })

  test('ends the conversation that is open, and Ada’s draft is there again when the token is hers', async () => {
    const page = await adasChat({ user: 'ada' })
    const { element, events, sessions } = page
    page.signInAs('grace')
    element.getToken = () => page.getToken()
    await waitFor(() => sessions[0]!.calls.includes('stop'))
    await element.updateComplete
    expect(events).toContainEqual(['error', expect.objectContaining({ code: 'wrong_user' })])
    expect(element.shadowRoot!.textContent).not.toContain('4711')
    expect(textOf(element)).toBe('')
    page.signInAs('ada')
    element.getToken = () => page.getToken()
    await waitFor(() => textOf(element) === 'Ada is writing this')
  })

  test('a page that names its user keeps the chat as it is while `getToken` is asked, and when it fails', async () => {
    const page = await adasChat({ user: 'ada' })
    page.element.getToken = () => Promise.reject(new Error('offline'))
    await nextTask()
    await page.element.updateComplete
    expect(page.element.shadowRoot!.textContent).toContain('4711')
    expect(textOf(page.element)).toBe('Ada is writing this')
  })

  test('is told once where it stands in `token`, and a right `getToken` is asked the next time', async () => {
    const { element, sessions, events, sessionOptions } = await mount((element) =>
      Object.assign(element, { user: 'ada', token: tokenOf('grace'), getToken: () => tokenOf('ada'), opened: true }),
    )
    await waitFor(() => find(element, '.action'))
    find(element, '.action')!.click()
    await waitFor(() => sessions.length)
    expect(sessionOptions[0]!.userKey).toContain('"ada"')
    const error = expect.objectContaining({ code: 'wrong_user' })
    expect(events.filter(([name]) => name === 'error')).toEqual([['error', error]])
  })

  test('says nothing in mock mode', async () => {
    const { sessions } = await mount((element) => Object.assign(element, { mock: true, user: 'ada' }))
    await waitFor(() => sessions.length)
  })
})

describe('after logout', () => {
  test('a user whose id is 0 is signed in', async () => {
    const { element, sessions } = await mount((element) =>
      Object.assign(element, { user: 0, getToken: () => tokenOf('0') }),
    )
    await waitFor(() => sessions.length)
    element.logout()
    await nextTask()
    element.user = 0
    await waitFor(() => sessions.length === 2)
  })

  test.each<[string, (element: SupportChat, token: string, getToken: () => string) => void]>([
    ['token', (element, token) => (element.token = token)],
    ['getToken', (element, _token, getToken) => (element.getToken = getToken)],
    ['user', (element) => (element.user = 'ada')],
  ])('it stays signed out until `%s` is assigned, be it the same value', async (_name, assign) => {
    const token = tokenOf('ada')
    const getToken = () => token
    const { element, sessions } = await mount((element) => Object.assign(element, { user: 'ada', token, getToken }))
    await waitFor(() => sessions.length)
    element.logout()
    await nextTask()
    element.user = null
    element.open()
    await nextTask()
    expect(sessions).toHaveLength(1)
    assign(element, token, getToken)
    await waitFor(() => sessions.length === 2)
  })

  test('who was known by cookies alone stays signed out until `user` is assigned', async () => {
    const { element } = await mount((element) => Object.assign(element, { user: 'ada', credentials: 'include' }))
    expect(element.signedOut).toBe(false)
    element.logout()
    expect(element.signedOut).toBe(true)
    element.credentials = 'include'
    expect(element.signedOut).toBe(true)
    element.user = 'ada'
    expect(element.signedOut).toBe(false)
  })
})
