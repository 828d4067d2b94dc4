import { outboxPrefix } from '@support-chat/shared/client'
import { BroadcastChannel as Channel } from 'node:worker_threads'
import type { SupportChat } from './support-chat.js'
import { find, mount, opened, settle, startAfresh, submit, tokenOf, type, until } from '../testing/mounted-element.js'

startAfresh()

const textOf = (element: SupportChat) => (find(element, 'textarea') as HTMLTextAreaElement | null)?.value
const reads = (element: SupportChat, text: string) => until(() => textOf(element) === text)
const kept = () => JSON.stringify({ ...localStorage, ...sessionStorage })

/** The widget on a page whose backend has not answered yet. */
async function waiting() {
  let answer: (token: string) => void = () => undefined
  const getToken = jest.fn(() => new Promise<string>((resolve) => (answer = resolve)))
  const page = await mount((element) => Object.assign(element, { getToken, opened: true }))
  await until(() => getToken.mock.calls.length && find(page.element, 'textarea'))
  return { ...page, getToken, answer: (token: string) => answer(token) }
}

describe('what a user is writing', () => {
  test('is there again when the element comes back to the page, and in another element', async () => {
    const { element } = await opened()
    type(element, 'half a sent')
    element.remove()
    await element.updateComplete
    document.body.append(element)
    await reads(element, 'half a sent')
    expect(find(element, '.send')!.hasAttribute('disabled')).toBe(false)
    element.remove()
    const next = await opened()
    await reads(next.element, 'half a sent')
    submit(next.element)
    expect(next.session().calls).toContain('send half a sent')
    expect(kept()).toBe('{}')
  })

  test('is not for the eyes of the next user, who may come while the element is away', async () => {
    const { element, sessions } = await opened()
    type(element, 'my account number is 4711')
    element.remove()
    element.token = tokenOf('2')
    await element.updateComplete
    document.body.append(element)
    await until(() => sessions.length === 2)
    await element.updateComplete
    expect(textOf(element)).toBe('')
  })

  test('while nobody is known yet waits for them, in the element alone', async () => {
    const { element, answer } = await waiting()
    type(element, 'anybody there?')
    expect(kept()).toBe('{}')
    element.remove()
    await element.updateComplete
    document.body.append(element)
    await reads(element, 'anybody there?')
    answer(tokenOf('1'))
    await until(() => kept().includes('anybody there?'))
    expect(textOf(element)).toBe('anybody there?')
  })

  test('is forgotten by logout', async () => {
    const { element } = await opened()
    type(element, 'my account number is 4711')
    expect(kept()).toContain('4711')
    element.logout()
    await element.updateComplete
    expect(kept()).toBe('{}')
    expect(find(element, 'textarea')).toBeNull()
  })

  test('is not kept in mock mode', async () => {
    const { element } = await mount((element) => Object.assign(element, { mock: true, opened: true }))
    await until(() => find(element, 'textarea'))
    type(element, 'just looking')
    await settle()
    expect(kept()).toBe('{}')
  })
})

describe('an early logout', () => {
  const serverUrl = 'https://support.example.com'
  const unsent = (user: string, chat = 'own') => `${outboxPrefix(serverUrl, user, chat)}message`

  test('before getToken was asked forgets what any user left, and asks nobody', async () => {
    localStorage.setItem(unsent('somebody'), 'secret')
    localStorage.setItem(unsent('staff', 'chat-1'), 'of the console')
    localStorage.setItem('of the page', 'its own')
    const getToken = jest.fn(() => tokenOf('1'))
    const { element, sessions } = await mount((element) => Object.assign(element, { getToken, serverUrl }))
    element.logout()
    await until(() => localStorage.getItem(unsent('somebody')) === null)
    expect(Object.keys(localStorage).sort()).toEqual(['of the page', unsent('staff', 'chat-1')].sort())
    expect(getToken).not.toHaveBeenCalled()
    expect(sessions).toHaveLength(0)
  })

  test('while getToken is asked opens nothing for who was meant, and asks again only what the page gives anew', async () => {
    const { element, getToken, answer, sessions, opened: openings } = await waiting()
    type(element, 'my account number is 4711')
    element.logout()
    answer(tokenOf('1'))
    await settle()
    expect(sessions).toHaveLength(0)
    expect(find(element, 'textarea')).toBeNull()
    element.open()
    await element.send('to nobody')
    expect(getToken).toHaveBeenCalledTimes(1)
    element.getToken = () => tokenOf('2')
    await until(() => sessions.length)
    expect(openings).toHaveLength(1)
    expect(openings[0]!.userKey).toContain('"2"')
    await reads(element, '')
  })
})

describe('signing out in another tab', () => {
  // happy-dom has none.
  beforeAll(() => Object.assign(globalThis, { BroadcastChannel: Channel }))
  afterAll(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'))
  /** As another tab says it; a third one has heard it then. */
  const tell = async (user: string | null) => {
    const [from, to] = [0, 1].map(() => new Channel(`support-chat-sign-out|${location.origin}`))
    await new Promise((heard) => {
      to!.onmessage = heard
      from!.postMessage(user)
    })
    from!.close()
    to!.close()
    await settle()
  }

  test('ends the session of that user here, and of no other', async () => {
    const {
      element,
      opened: openings,
      session,
    } = await mount((element) =>
      Object.assign(element, { token: tokenOf('1'), serverUrl: location.origin, opened: true }),
    )
    await until(() => openings.length && find(element, 'textarea'))
    type(element, 'my account number is 4711')
    await tell('somebody else')
    expect(textOf(element)).toBe('my account number is 4711')
    await tell(openings[0]!.userKey)
    await until(() => session().calls.includes('stop'))
    await element.updateComplete
    expect(element).toMatchObject({ token: null, opened: false })
    expect(kept()).toBe('{}')
  })

  test('by somebody who is not known yet ends it too', async () => {
    const { element, sessions, session } = await mount((element) =>
      Object.assign(element, { token: tokenOf('1'), serverUrl: location.origin, opened: true }),
    )
    await until(() => sessions.length && find(element, 'textarea'))
    await tell(null)
    await until(() => session().calls.includes('stop'))
    expect(element.token).toBeNull()
  })
})
