import { act, createElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { effectScope, ref } from 'vue'
import { MockSession } from './demo/mock-session.js'
import { HeadlessChat } from './headless.js'
import { useSupportChat, type SupportChatOptions } from './react.js'
import { useSupportChat as useInVue } from './vue.js'

const tokenOf = (sub: string) => `e30.${btoa(JSON.stringify({ sub }))}.`
const waitFor = async (condition: () => unknown) => {
  const end = performance.now() + 60_000
  while (performance.now() < end) {
    if (condition()) return
    await act(() => new Promise((resolve) => setTimeout(resolve, 5)))
  }
  throw new Error('The condition was not met in time')
}

function server() {
  const sessions: MockSession[] = []
  const sessionSource = () => {
    const session = new MockSession()
    session.receive({ content: `Hello, you are number ${sessions.length + 1}`, sender_type: 'admin' })
    sessions.push(session)
    return session
  }
  const options = (user: string): SupportChatOptions => ({
    serverUrl: '',
    user,
    getToken: () => tokenOf(user),
    sessionSource,
  })
  return { sessions, options }
}

beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true }))

test('in React: one connection in strict mode, what is sent is shown, nothing of the user before, none once unmounted', async () => {
  const { sessions, options } = server()
  let chat!: ReturnType<typeof useSupportChat>
  const Inbox = ({ user }: { user: string | null }) => {
    chat = useSupportChat(user ? options(user) : null)
    return createElement('p', null, chat.messages.map(({ content }) => content).join(' | '))
  }
  const place = document.createElement('div')
  const root = createRoot(place)
  const draw = (user: string | null) =>
    act(() => root.render(createElement(StrictMode, null, createElement(Inbox, { user }))))

  await draw('ada')
  await waitFor(() => place.textContent === 'Hello, you are number 1')
  expect(chat).toMatchObject({ connected: true, unread: 1 })
  await act(() => chat.send('Thanks'))
  await waitFor(() => place.textContent === 'Hello, you are number 1 | Thanks')
  expect(chat.messages[1]).toMatchObject({ state: 'stored', sender_type: 'user' })
  act(() => chat.markAsRead())
  expect(chat.unread).toBe(0)
  expect(sessions).toHaveLength(1)

  await draw('grace')
  expect(place.textContent).not.toContain('number 1')
  await waitFor(() => place.textContent === 'Hello, you are number 2')
  expect(sessions[0]!.calls).toContain('stop')

  await draw(null)
  expect(place.textContent).toBe('')
  await draw('grace')
  await waitFor(() => place.textContent === 'Hello, you are number 3')
  await act(async () => root.unmount())
  expect(sessions.map(({ calls }) => calls.filter((call) => call === 'stop').length)).toEqual([1, 1, 1])
})

test('in Vue: follows a ref of its options, and ends with its scope', async () => {
  const { sessions, options } = server()
  const user = ref<string | null>('ada')
  const scope = effectScope()
  const chat = scope.run(() => useInVue(() => (user.value && options(user.value)) || null))!
  await waitFor(() => chat.messages.value.length)
  expect(chat.unread.value).toBe(1)
  await chat.send('Thanks')
  expect(chat.messages.value.at(-1)).toMatchObject({ content: 'Thanks', state: 'stored' })
  user.value = 'grace'
  expect(chat.messages.value).toEqual([])
  await waitFor(() => chat.messages.value[0]?.content === 'Hello, you are number 2')
  scope.stop()
  await waitFor(() => sessions[1]!.calls.includes('stop'))
})

test('in React: a user who is named only later is still the same one, and loses nothing', async () => {
  const { sessions, options } = server()
  let chat!: ReturnType<typeof useSupportChat>
  const Inbox = ({ user }: { user: string | undefined }) => {
    chat = useSupportChat({ ...options('ada'), user })
    return createElement('p', null, chat.messages.map(({ content }) => content).join(' | '))
  }
  const place = document.createElement('div')
  const root = createRoot(place)
  const draw = (user: string | undefined) => act(() => root.render(createElement(Inbox, { user })))
  await draw(undefined)
  await waitFor(() => place.textContent === 'Hello, you are number 1')
  await draw('ada')
  await waitFor(() => place.textContent === 'Hello, you are number 1')
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)))
  expect(sessions).toHaveLength(1)
  await act(async () => root.unmount())
})

test('logout ends it until another user or token is given to the hooks, or options are given to the class', async () => {
  const { sessions, options } = server()
  let chat!: ReturnType<typeof useSupportChat>
  const Inbox = ({ given }: { given: SupportChatOptions | null }) => {
    chat = useSupportChat(given)
    return createElement('p', null, chat.messages.map(({ content }) => content).join(' | '))
  }
  const place = document.createElement('div')
  const root = createRoot(place)
  const draw = (given: SupportChatOptions | null) => act(() => root.render(createElement(Inbox, { given })))
  await draw(options('ada'))
  await waitFor(() => place.textContent === 'Hello, you are number 1')
  act(() => chat.logout())
  expect(place.textContent).toBe('')
  expect(sessions[0]!.calls).toContain('stop')
  await draw(options('ada'))
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)))
  expect(await chat.send('Anybody there?')).toBeNull()
  expect(sessions).toHaveLength(1)
  await draw({ ...options('ada'), token: tokenOf('ada') })
  await waitFor(() => place.textContent === 'Hello, you are number 2')
  act(() => chat.logout())
  await draw(null)
  await draw({ ...options('ada'), token: tokenOf('ada') })
  await waitFor(() => place.textContent === 'Hello, you are number 3')
  await act(async () => root.unmount())

  const headless = new HeadlessChat(options('ada'))
  const stop = headless.subscribe(() => undefined)
  await waitFor(() => headless.state.messages.length)
  headless.logout()
  expect(headless.state).toEqual(HeadlessChat.initialState)
  headless.update(options('ada'))
  await waitFor(() => headless.state.messages[0]?.content === 'Hello, you are number 5')
  stop()
})
