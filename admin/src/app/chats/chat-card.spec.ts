import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { provideRouter } from '@angular/router'
import type { SupportChatListItem } from '@support-chat/shared'
import { StaffSession } from '../auth/staff-session.js'
import { card } from '../connection/fake-connection.js'
import { ChatSelection } from './chat-selection.js'
import { Drafts } from './drafts.js'
import { Clock } from '../time/clock.js'
import { ChatCard } from './chat-card.js'
import { ChatsStore } from './chats-store.js'

const search = signal('')
const list = () => ({ query: { q: search() } })
const drafts: Record<string, string> = {}
const openChatId = signal<string | null>(null)
const store = {
  list,
  openChatId,
  isUnread: ({ id, unread }: SupportChatListItem) => unread && id !== 'read',
  isOnline: ({ id }: { id: string }) => id === 'online',
}

/** What the card's link says, as assistive technology would put it together from its text. */
async function says(chat: SupportChatListItem, now = Date.UTC(2026, 2, 4, 12, 5)): Promise<string> {
  TestBed.configureTestingModule({
    providers: [
      provideRouter([]),
      { provide: ChatsStore, useValue: store },
      { provide: Drafts, useValue: { get: (id: string) => ({ text: drafts[id] ?? '', since: null }) } },
      { provide: Clock, useValue: { now: () => now } },
      { provide: ChatSelection, useValue: { any: () => false, has: () => false } },
      { provide: StaffSession, useValue: { user: () => ({ id: 'bea', name: 'Bea' }) } },
    ],
  })
  const fixture = TestBed.createComponent(ChatCard)
  fixture.componentRef.setInput('card', chat)
  await fixture.whenStable()
  const link = (fixture.nativeElement as HTMLElement).querySelector('a')
  link?.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove())
  return (link?.textContent ?? '').replace(/\s+/g, ' ').trim()
}

afterEach(() => {
  search.set('')
  openChatId.set(null)
})

describe('ChatCard', () => {
  it('says who wrote, what, how many messages there are and when the last one came', async () => {
    const chat = card('ann', 3, { user_name: 'Ann Lee', message_count: 5 })
    expect(await says(chat)).toBe('ann@example.com Ann Lee Words of ann 5 messages · 2 minutes ago')
  })

  it('says what a message without words has: a photo, or a file by its name', async () => {
    const file = (name: string, content_type: string) =>
      card('ann', 3, { last_message_preview: '', last_message_attachment: { name, content_type } })
    expect(await says(file('cat.png', 'image/png'))).toMatch(/^ann@example.com Photo 1 message/)
    TestBed.resetTestingModule()
    expect(await says(file('report.pdf', 'application/pdf'))).toMatch(/^ann@example.com report.pdf 1 message/)
  })

  it('says unread, and that the user is online', async () => {
    expect(await says(card('online', 3, { unread: true }))).toMatch(/^online@example.com online unread Words/)
  })

  it('does not call unread what has just been read', async () => {
    expect(await says(card('read', 3, { unread: true }))).not.toContain('unread')
  })

  it('marks the words of staff', async () => {
    expect(await says(card('ann', 3, { last_message_sender: 'admin' }))).toContain('You: Words of ann')
  })

  it('says where the text of the last message was removed', async () => {
    expect(await says(card('ann', 3, { last_message_preview: '' }))).toContain('Message removed')
    TestBed.resetTestingModule()
    expect(await says(card('ann', 0, { last_message_preview: null, message_count: 0 }))).not.toContain(
      'Message removed',
    )
  })

  it('names the colleague who wrote last, and says You of oneself only', async () => {
    const by = async (name: string) =>
      says(card('ann', 3, { last_message_sender: 'admin', last_message_sender_name: name }))
    expect(await by('Cleo')).toContain('Cleo: Words of ann')
    TestBed.resetTestingModule()
    expect(await by('Bea')).toContain('You: Words of ann')
  })

  it('names whose message a search has found, and says You of oneself only, whatever others are called', async () => {
    const by = (sender_id: string | null, sender_name: string | null, sender_type: 'admin' | 'user' = 'admin') => {
      TestBed.resetTestingModule()
      const match = { text: 'found', highlights: [], sequence: 1, sender_type, sender_id, sender_name }
      return says(card('ann', 3, { match }))
    }
    expect(await by('cleo', 'Cleo')).toContain('Cleo: found')
    expect(await by('other', 'Bea')).toContain('Bea: found')
    expect(await by('bea', 'Bea')).toContain('You: found')
    expect(await by(null, null)).toContain('Support: found')
    expect(await by('ann', 'Ann', 'user')).toContain('ann@example.com found')
  })

  it('shows the name alone, the address where there is none or a search has found it, and a short time', async () => {
    const shown = () =>
      [...document.querySelectorAll('.email:not(.visually-hidden), .name, .activity > [aria-hidden]')].map(
        (part) => part.textContent,
      )
    const draw = async (changes: Partial<SupportChatListItem>) => {
      TestBed.resetTestingModule()
      await says(card('ann', 3, changes))
      return shown()
    }
    expect(await draw({ user_name: 'Ann Lee' })).toEqual(['Ann Lee'])
    expect(await draw({})).toEqual(['ann@example.com'])
    search.set('ann@')
    expect(await draw({ user_name: 'Zoe' })).toEqual(['ann@example.com', 'Zoe'])
  })

  it('counts one message as one, thousands with a comma, and says so of an empty chat', async () => {
    expect(await says(card('ann', 4))).toContain('1 message · 1 minute ago')
    TestBed.resetTestingModule()
    expect(await says(card('ann', 4, { message_count: 12_345 }))).toContain('12,345 messages · 1 minute ago')
    TestBed.resetTestingModule()
    const empty = { message_count: 0, last_message_at: null, last_message_preview: null, last_message_sender: null }
    expect(await says(card('ann', 4, empty))).toBe('ann@example.com Nothing written yet 0 messages')
  })

  it('reads the same with words marked that a search has found in address and name', async () => {
    search.set('an')
    expect(await says(card('ann', 3, { user_name: 'Ann Lee' }))).toMatch(
      /^ann@example.com Ann Lee Words of ann 1 message/,
    )
    expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['ann', 'Ann'])
  })

  it('shows a draft before what was said last, which it hides unless that waits for an answer', async () => {
    drafts['ann'] = ' Dear Ann,\nthank you '
    const hidden = () => document.querySelector('.preview .visually-hidden')?.textContent.trim()
    expect(await says(card('ann', 3))).toContain('ann@example.com Draft: Dear Ann, thank you Words of ann 1 message')
    expect(hidden()).toBe('Words of ann')
    TestBed.resetTestingModule()
    expect(await says(card('ann', 3, { unread: true }))).toContain('unread Draft Words of ann')
    expect(hidden()).toBeUndefined()
    TestBed.resetTestingModule()
    openChatId.set('ann')
    expect(await says(card('ann', 3))).not.toContain('Draft')
  })
})
