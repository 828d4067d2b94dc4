import type { SupportChat } from '../src/index.js'
import '../src/index.js'
import { MockSession } from '../src/demo/mock-session.js'
import { SCENES } from './scenes.js'

// A lost connection is mentioned after five seconds: pictures of it are not waited for.
const { setTimeout: later } = window
window.setTimeout = ((work: () => void, wait?: number) => later(work, wait === 5000 ? 0 : wait)) as typeof setTimeout

/** A token that only says who the user is. */
const tokenOf = (claims: object): string => `e30.${btoa(JSON.stringify(claims))}.`

const element = (): SupportChat | null => document.querySelector('support-chat')

/** Draws one state in place of the one before, and settles when there is nothing left to wait for. */
async function show(name: string, theme = 'auto'): Promise<void> {
  const scene = SCENES[name]
  if (!scene) throw new Error(`No scene ${name}`)
  element()?.remove()
  sessionStorage.clear()
  scrollTo(0, 0)
  const session = new MockSession()
  scene.session?.(session)
  const chat = document.createElement('support-chat')
  for (const [attribute, value] of Object.entries({ theme, ...scene.attributes })) chat.setAttribute(attribute, value)
  chat.sessionSource = () => session
  chat.getToken = scene.getToken
  chat.token = scene.token === undefined ? tokenOf({ sub: '1', name: 'Sam Rivers' }) : scene.token
  Object.assign(window, { session })
  document.querySelector('main')?.append(chat)
  if (chat.shown) await until(() => chat.shadowRoot?.querySelector('.panel:not([inert])'))
  await until(() => chat.snapshot.session ?? chat.snapshot.connection.error ?? chat.signedOut)
  await stillness(chat)
  await scene.after?.(chat, session)
  await stillness(chat)
}

/** Until what moves in has moved in; what never ends is not waited for. */
async function stillness(chat: SupportChat): Promise<void> {
  await chat.updateComplete
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const animations = chat.shadowRoot?.getAnimations() ?? []
  const ending = animations.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
  await Promise.allSettled(ending.map(({ finished }) => finished))
}

async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await new Promise((resolve) => requestAnimationFrame(resolve))
}

/** Covers the bottom of the page, and tells the page so as a phone does. */
function raiseKeyboard(height: number): void {
  const visualViewport = Object.assign(new EventTarget(), { height: innerHeight - height, offsetTop: 0, scale: 1 })
  Object.defineProperty(window, 'visualViewport', { value: visualViewport })
  const keyboard = document.body.appendChild(document.createElement('div'))
  keyboard.className = 'keyboard'
  keyboard.style.blockSize = `${height}px`
}

Object.assign(window, { scenes: Object.keys(SCENES), show })
const { searchParams } = new URL(location.href)
if (Number(searchParams.get('keyboard'))) raiseKeyboard(Number(searchParams.get('keyboard')))
await show(searchParams.get('state') ?? 'closed', searchParams.get('theme') ?? 'auto')
document.body.dataset.ready = ''
