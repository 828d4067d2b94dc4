import { computed, signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import type { SupportMessage } from '@support-chat/shared'
import { WindowFocus } from '../ui/window-focus.js'
import { MessageAnnouncer } from './message-announcer.js'
import { Conversation } from './conversation.js'

const here = signal(true)
const messages = signal<SupportMessage[] | null>(null)
const conversation = {
  state: computed(() => {
    const all = messages()
    return all && { items: all.map((message) => ({ kind: 'stored', message })) }
  }),
  newest: computed(() => messages()?.at(-1)?.sequence ?? null),
  userName: () => 'Ada',
  isOwn: ({ sender_name }: SupportMessage) => sender_name === 'Me',
}

const message = (sequence: number, changes: Partial<SupportMessage> = {}) =>
  ({ sequence, sender_type: 'user', sender_name: 'Ada', content: `Words ${sequence}`, ...changes }) as SupportMessage
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index))

function show(...all: SupportMessage[]): void {
  messages.set(all)
  TestBed.tick()
}

let announcer: MessageAnnouncer
const announced: string[] = []
async function pause(): Promise<void> {
  const before = announcer.announcement()
  await jest.advanceTimersByTimeAsync(400)
  const now = announcer.announcement()
  if (now && now !== before) announced.push(now.words)
}

beforeEach(() => {
  jest.useFakeTimers()
  announced.length = 0
  here.set(true)
  messages.set(null)
  TestBed.configureTestingModule({
    providers: [
      MessageAnnouncer,
      { provide: Conversation, useValue: conversation },
      { provide: WindowFocus, useValue: { focused: here } },
    ],
  })
  announcer = TestBed.inject(MessageAnnouncer)
  show(...range(50, 60))
})
afterEach(() => jest.useRealTimers())

describe('what a screen reader is told', () => {
  it('is a new message, once, and nothing of those that are there or are loaded further up', async () => {
    await pause()
    show(...range(1, 60))
    await pause()
    expect(announced).toEqual([])
    show(...range(1, 61))
    await pause()
    show(...range(1, 61).map((one) => ({ ...one, read_at: '2026-03-04T12:00:00.000Z' })))
    await pause()
    expect(announced).toEqual(['Ada: Words 61'])
  })

  it('is how many, of those that come together', async () => {
    show(...range(50, 68))
    await pause()
    for (const last of [69, 70, 71]) show(...range(50, last))
    await pause()
    expect(announced).toEqual(['8 new messages', '3 new messages'])
  })

  it('is a colleague’s answer too, but not one’s own', async () => {
    show(...range(50, 60), message(61, { sender_type: 'admin', sender_name: 'Me' }))
    await pause()
    show(...range(50, 61), message(62, { sender_type: 'admin', sender_name: 'Bea' }))
    await pause()
    expect(announced).toEqual(['Bea: Words 62'])
  })

  it('is nothing while nobody looks: the list tells then', async () => {
    here.set(false)
    show(...range(50, 61))
    await pause()
    here.set(true)
    TestBed.tick()
    await pause()
    expect(announced).toEqual([])
  })
})
