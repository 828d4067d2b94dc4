import { MockSession } from '../demo/mock-session.js'
import type { SessionOptions } from '../chat/session.js'
import '../index.js'
import type { SupportChat } from '../element/support-chat.js'

/** A token as the widget reads it; nobody verifies it here. */
export const tokenOf = (sub: string, more = {}) => `e30.${btoa(JSON.stringify({ sub, ...more }))}.`
export const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0))

/** Puts an element on the page whose sessions are mocks. */
export async function mount(setUp: (element: SupportChat) => void = () => undefined, place: Element = document.body) {
  const sessions: MockSession[] = []
  const sessionOptions: SessionOptions[] = []
  const events: [string, unknown][] = []
  const element = document.createElement('support-chat')
  for (const name of ['ready', 'open', 'close', 'message', 'unread', 'connection', 'error']) {
    element.addEventListener(`support-chat-${name}`, (event) => events.push([name, (event as CustomEvent).detail]))
  }
  element.sessionSource = (options) => {
    const session = new MockSession()
    sessionOptions.push(options)
    sessions.push(session)
    return session
  }
  setUp(element)
  place.append(element)
  await element.updateComplete
  const session = () => {
    const newest = sessions.at(-1)
    if (!newest) throw new Error('no session yet')
    return newest
  }
  return { element, sessions, sessionOptions, events, session }
}

export const mountSignedIn = () => mount((element) => (element.token = tokenOf('1', { name: 'Sam Rivers' })))

/** Signed in, with the panel open. */
export async function mountOpen() {
  const page = await mountSignedIn()
  page.element.open()
  await waitFor(() => page.sessions.length && find(page.element, '.panel.open'))
  await page.element.updateComplete
  return page
}

export const find = (element: SupportChat, selector: string) => element.renderRoot.querySelector<HTMLElement>(selector)

export function type(element: SupportChat, text: string): HTMLTextAreaElement {
  const input = find(element, 'textarea') as HTMLTextAreaElement
  input.value = text
  input.dispatchEvent(new Event('input'))
  return input
}

export const submit = (element: SupportChat) =>
  find(element, 'form')!.dispatchEvent(new Event('submit', { cancelable: true }))

export async function waitFor(condition: () => unknown): Promise<void> {
  const end = performance.now() + 60_000
  while (performance.now() < end) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('The condition was not met in time')
}

/** For each test of a file a page without anything of the one before. */
export function isolateTests(): void {
  beforeEach(() => {
    // This page has nothing better to do, and happy-dom does not say so.
    globalThis.requestIdleCallback = (work) => Number(setTimeout(work, 0))
    localStorage.clear()
    sessionStorage.clear()
    jest.spyOn(document, 'hasFocus').mockReturnValue(false)
  })
  afterEach(async () => {
    const elements = [...document.querySelectorAll('support-chat')]
    document.body.replaceChildren()
    await Promise.all(elements.map(({ updateComplete }) => updateComplete))
    // happy-dom goes on naming a removed element as the focused one, and fails on asking for it.
    const elsewhere = document.body.appendChild(document.createElement('button'))
    elsewhere.focus()
    elsewhere.blur()
    elsewhere.remove()
    jest.restoreAllMocks()
  })
}
