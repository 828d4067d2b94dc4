import { ERROR_STATUS, type ErrorCode } from '@support-chat/shared'
import { MockSession } from './mock-session.js'
import type { Welcome } from '@support-chat/shared/client'
import type { Session } from '../chat/session.js'
import type { TokenSource } from '../chat/token-provider.js'

/** All times lie on a day of the past: a screenshot is the same tomorrow. */
const START = Date.UTC(2024, 4, 14, 9, 30)
const MINUTE = 60_000

/** Milliseconds from a message of the user until staff type, and from there until they answer. */
const BEFORE_TYPING = 400
const TYPING = 1200
/** Milliseconds for which `/offline` lasts, unless it says how many seconds. */
const AWAY = 3000

const HISTORY = [
  ['user', 'Hello, can I still change the address of my order?'],
  ['admin', 'Hi Sam, yes: until it has been packed.'],
  ['user', 'Great. Then please send it to 12 Mill Lane.'],
  ['admin', 'Done. It leaves tomorrow morning, and you get a mail with the tracking number.'],
] as const
const ANSWERS = ['Thank you, we are looking into it.', 'That is settled now.', 'Happy to help. Anything else?']

/** A portrait that needs no server: a head and shoulders. */
const portrait = (skin: string, hair: string, shirt: string) =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#dfe5ee"/><circle cx="32" cy="25" r="15" fill="${hair}"/><path d="M8 66c0-16 10-23 24-23s24 7 24 23z" fill="${shirt}"/><path d="M27 36h10v9a5 5 0 0 1-10 0z" fill="${skin}"/><circle cx="32" cy="28" r="11" fill="${skin}"/><path d="M20 26c2-9 22-9 24 0-6-1-10-3-12-5-3 3-7 5-12 5z" fill="${hair}"/></svg>`,
  )}`

const WELCOME: Welcome = {
  greeting: '',
  topics: ['Orders', 'Returns', 'Invoices'],
  team: {
    name: 'Support Chat',
    members: [
      { name: 'Ada', avatar_url: portrait('#f0c8a4', '#4a2f1d', '#4f46e5') },
      { name: 'Cleo', avatar_url: portrait('#a9714b', '#1c1512', '#0f766e') },
      { name: 'Ben Ito', avatar_url: null },
    ],
    online: true,
    back_at: null,
    reply_time_seconds: 290,
  },
}

/** `<support-chat mock>`: a conversation that goes the same way every time, with nobody at the other end. */
export class DemoSession extends MockSession {
  #minutes = 0
  #answers = 0
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()

  constructor() {
    super({ welcome: WELCOME })
    for (const [sender_type, content] of HISTORY)
      this.state.items = [...this.state.items, this.message({ content, sender_type })]
    this.#read()
    this.state.unreadCount = 1
  }

  protected override now(): string {
    return new Date(START + MINUTE * this.#minutes++).toISOString()
  }

  override message(draft: Parameters<MockSession['message']>[0]): ReturnType<MockSession['message']> {
    const item = super.message(draft)
    if (item.kind === 'stored')
      item.message.id = `00000000-0000-4000-8000-${String(item.message.sequence).padStart(12, '0')}`
    return item
  }

  override send(content: string): string | null {
    const [command, code = 'internal'] = content.trim().split(/\s+/)
    if (command === '/offline') return (this.#goOffline(1000 * Number(code) || AWAY), null)
    if (command === '/reply') return (this.#reply(), null)
    const online = this.connection.state.status === 'connected'
    const failed = command === '/error' && code in ERROR_STATUS
    this.answer = failed
      ? { code: code as ErrorCode, message: 'This message fails on purpose.' }
      : online
        ? 'store'
        : 'wait'
    const id = super.send(content)
    if (id && this.answer === 'store') this.#reply()
    return id
  }

  override retry(clientId: string): void {
    super.retry(clientId)
    this.#deliver(clientId)
  }

  override markRead(): void {
    if (this.state.unreadCount > 0) super.markRead()
  }

  override close(): void {
    super.close()
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #reply(): void {
    this.#later(BEFORE_TYPING, () => {
      this.#read()
      this.set({ otherTyping: true, typingName: 'Ada' })
      this.#later(TYPING, () => {
        this.set({ otherTyping: false, typingName: null })
        this.receive({ content: ANSWERS[this.#answers++ % ANSWERS.length] ?? '', sender_type: 'admin' })
      })
    })
  }

  /** Staff have seen what the user wrote. */
  #read(): void {
    const items = this.state.items.map((item) => {
      if (item.kind === 'pending' || item.message.sender_type === 'admin') return item
      return { ...item, message: { ...item.message, read_at: item.message.created_at } }
    })
    this.set({ items })
  }

  #goOffline(wait: number): void {
    this.connect({ status: 'offline', transport: null })
    this.#later(wait, () => {
      this.connect({ status: 'connected', transport: 'websocket' })
      for (const { kind, message } of this.state.items) {
        if (kind === 'pending' && message.state === 'sending') this.#deliver(message.client_id)
      }
    })
  }

  #deliver(clientId: string): void {
    const found = this.state.items.find(({ message }) => message.client_id === clientId)
    if (!found || this.connection.state.status !== 'connected') return
    this.replace(clientId, this.message({ content: found.message.content, sender_type: 'user', client_id: clientId }))
    this.#reply()
  }

  #later(wait: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, wait)
    this.#timers.add(timer)
  }
}

/** Who is signed in. A page in mock mode is asked for nothing, for it may ask its own backend. */
export const DEMO_USER: TokenSource = {
  currentToken: `.${btoa('{"sub":"mock","name":"Sam"}')}.`,
  getToken: undefined,
  user: undefined,
  credentials: 'omit',
  assigned: 0,
}

export const openDemoSession = (): Session => new DemoSession()
