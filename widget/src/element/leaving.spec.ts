import { outboxPrefix } from '@support-chat/shared/client'
import { BroadcastChannel as Channel } from 'node:worker_threads'
import type { SupportChat } from './support-chat.js'
import {
  find,
  mount,
  mountOpen,
  nextTask,
  isolateTests,
  submit,
  tokenOf,
  type,
  waitFor,
} from '../testing/mounted-element.js'

isolateTests()

const textOf = (element: SupportChat) => (find(element, 'textarea') as HTMLTextAreaElement | null)?.value
const waitForText = (element: SupportChat, text: string) => waitFor(() => textOf(element) === text)
const stored = () => JSON.stringify({ ...localStorage, ...sessionStorage })

/** The widget on a page whose backend has not answered yet. */
async function mountUnanswered() {
  let answer: (token: string) => void = () => undefined
  const getToken = jest.fn(() => new Promise<string>((resolve) => (answer = resolve)))
  const page = await mount((element) => Object.assign(element, { getToken, opened: true }))
  await waitFor(() => getToken.mock.calls.length && find(page.element, 'textarea'))
  return { ...page, getToken, answer: (token: string) => answer(token) }
}

describe('what a user is writing', () => {
  test('is there again when the element comes back to the page, and in another element', async () => {
    const { element } = await mountOpen()
    type(element, 'half a sent')
    element.remove()
    await element.updateComplete
    document.body.append(element)
    await waitForText(element, 'half a sent')
    expect(find(element, '.send')!.hasAttribute('disabled')).toBe(false)
    element.remove()
    const next = await mountOpen()
    await waitForText(next.element, 'half a sent')
    submit(next.element)
    expect(next.session().calls).toContain('send half a sent')
    expect(stored()).toBe('{}')
  })

  test('is not for the eyes of the next user, who may come while the element is away', async () => {
    const { element, sessions } = await mountOpen()
    type(element, 'my account number is 4711')
    element.remove()
    element.token = tokenOf('2')
    await element.updateComplete
    document.body.append(element)
    await waitFor(() => sessions.length === 2)
    await element.updateComplete
    expect(textOf(element)).toBe('')
  })

  test('while nobody is known yet waits for them, in the element alone', async () => {
    const { element, answer } = await mountUnanswered()
    type(element, 'anybody there?')
    expect(stored()).toBe('{}')
    element.remove()
    await element.updateComplete
    document.body.append(element)
    await waitForText(element, 'anybody there?')
    answer(tokenOf('1'))
    await waitFor(() => stored().includes('anybody there?'))
    expect(textOf(element)).toBe('anybody there?')
  })

  test('is forgotten by logout', async () => {
    const { element } = await mountOpen()
    type(element, 'my account number is 4711')
    expect(stored()).toContain('4711')
    element.logout()
    await element.updateComplete
    expect(stored()).toBe('{}')
    expect(find(element, 'textarea')).toBeNull()
  })

  test('is not kept in mock mode', async () => {
    const { element } = await mount((element) => Object.assign(element, { mock: true, opened: true }))
    await waitFor(() => find(element, 'textarea'))
    type(element, 'just looking')
    await nextTask()
    expect(stored()).toBe('{}')
  })
})

describe('an early logout', () => {
  const serverUrl = 'https://support.example.com'
  const outboxKey = (user: string, chat = 'own') => `${outboxPrefix(serverUrl, user, chat)}message`

  test('before getToken was asked forgets what any user left, and asks nobody', async () => {
    localStorage.setItem(outboxKey('somebody'), 'secret')
    localStorage.setItem(outboxKey('staff', 'chat-1'), 'of the console')
    localStorage.setItem('of the page', 'its own')
    const getToken = jest.fn(() => tokenOf('1'))
    const { element, sessions } = await mount((element) => Object.assign(element, { getToken, serverUrl }))
    element.logout()
    await waitFor(() => localStorage.getItem(outboxKey('somebody')) === null)
    expect(Object.keys(localStorage).sort()).toEqual(['of the page', outboxKey('staff', 'chat-1')].sort())
    expect(getToken).not.toHaveBeenCalled()
    expect(sessions).toHaveLength(0)
  })

  test('while getToken is asked opens nothing for who was meant, and asks again only what the page gives anew', async () => {
    const { element, getToken, answer, sessions, sessionOptions } = await mountUnanswered()
    type(element, 'my account number is 4711')
    element.logout()
    answer(tokenOf('1'))
    await nextTask()
    expect(sessions).toHaveLength(0)
    expect(find(element, 'textarea')).toBeNull()
    element.open()
    await element.send('to nobody')
    expect(getToken).toHaveBeenCalledTimes(1)
    element.getToken = () => tokenOf('2')
    await waitFor(() => sessions.length)
    expect(sessionOptions).toHaveLength(1)
    expect(sessionOptions[0]!.userKey).toContain('"2"')
    await waitForText(element, '')
  })
})

describe('signing out in another tab', () => {
  // happy-dom has none.
  beforeAll(() => Object.assign(globalThis, { BroadcastChannel: Channel }))
  afterAll(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'))
  /** As another tab does it; resolves when a third one has received it. */
  const postFromAnotherTab = async (user: string | null) => {
    const [from, to] = [0, 1].map(() => new Channel(`support-chat-sign-out|${location.origin}`))
    await new Promise((received) => {
      to!.onmessage = received
      from!.postMessage(user)
    })
    from!.close()
    to!.close()
    await nextTask()
  }

  test('ends the session of that user here, and of no other', async () => {
    const { element, sessionOptions, session } = await mount((element) =>
      Object.assign(element, { token: tokenOf('1'), serverUrl: location.origin, opened: true }),
    )
    await waitFor(() => sessionOptions.length && find(element, 'textarea'))
    type(element, 'my account number is 4711')
    await postFromAnotherTab('somebody else')
    expect(textOf(element)).toBe('my account number is 4711')
    await postFromAnotherTab(sessionOptions[0]!.userKey)
    await waitFor(() => session().calls.includes('stop'))
    await element.updateComplete
    expect([element.opened, element.signedOut]).toEqual([false, true])
    expect(stored()).toBe('{}')
  })

  test('by a user who is not known yet ends it too', async () => {
    const { element, sessions, session } = await mount((element) =>
      Object.assign(element, { token: tokenOf('1'), serverUrl: location.origin, opened: true }),
    )
    await waitFor(() => sessions.length && find(element, 'textarea'))
    await postFromAnotherTab(null)
    await waitFor(() => session().calls.includes('stop'))
    expect(element.signedOut).toBe(true)
  })
})
