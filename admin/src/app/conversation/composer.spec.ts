import { signal } from '@angular/core'
import { type ComponentFixture, TestBed } from '@angular/core/testing'
import { provideRouter } from '@angular/router'
import type { CannedReply } from '@support-chat/shared'
import { CannedReplies } from '../canned-replies/canned-replies.js'
import { StaffSession } from '../auth/staff-session.js'
import { Composer } from './composer.js'
import { Conversation } from './conversation.js'

const conversation = {
  send: jest.fn<string | null, [string]>(),
  setTyping: jest.fn(),
  goTo: jest.fn(),
  chat: () => ({ user_email: 'ada@example.com', user_name: null }),
  newest: jest.fn(() => 7),
  newerThan: jest.fn<
    { sequence: number; content: string; attachments?: object[] }[],
    [since: number, warned: number]
  >(),
}

const reply = (shortcut: string, content: string): CannedReply => ({ id: shortcut, shortcut, content, updated_at: '' })

const replies = {
  all: signal<readonly CannedReply[] | null>(null),
  request: { error: signal(null) },
  load: jest.fn(),
}

async function open(chatId = 'chat'): Promise<ComponentFixture<Composer>> {
  TestBed.configureTestingModule({
    providers: [
      provideRouter([]),
      { provide: CannedReplies, useValue: replies },
      { provide: Conversation, useValue: conversation },
      { provide: StaffSession, useValue: { user: signal({ id: 'bea', name: 'Bea' }) } },
    ],
  })
  const fixture = TestBed.createComponent(Composer)
  fixture.componentRef.setInput('chatId', chatId)
  await fixture.whenStable()
  return fixture
}

const field = (fixture: ComponentFixture<Composer>) =>
  (fixture.nativeElement as HTMLElement).querySelector('textarea') as HTMLTextAreaElement

async function type(fixture: ComponentFixture<Composer>, text: string): Promise<void> {
  field(fixture).value = text
  field(fixture).dispatchEvent(new Event('input'))
  await fixture.whenStable()
}

async function press(fixture: ComponentFixture<Composer>, init: KeyboardEventInit): Promise<KeyboardEvent> {
  const event = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, ...init })
  field(fixture).dispatchEvent(event)
  await fixture.whenStable()
  return event
}

// Nothing is laid out here.
beforeAll(() => (Element.prototype.scrollIntoView = () => undefined))

beforeEach(() => {
  localStorage.clear()
  jest.resetAllMocks()
  conversation.send.mockReturnValue('client-id')
  conversation.newest.mockReturnValue(7)
  conversation.newerThan.mockReturnValue([])
  replies.all.set([
    reply('bye', 'Good bye, {{user.name|friend}}.\n{{staff.name}}'),
    reply('hello', 'Hello {{user.name}}'),
  ])
})

const options = (fixture: ComponentFixture<Composer>) =>
  [...(fixture.nativeElement as HTMLElement).querySelectorAll('[role=option]')].map((option) => [
    option.querySelector('strong')?.textContent,
    option.getAttribute('aria-selected'),
  ])

describe('Composer', () => {
  it('sends with Enter and is empty then', async () => {
    const fixture = await open()
    await type(fixture, 'Hello')
    await press(fixture, {})
    expect(conversation.send).toHaveBeenCalledWith('Hello')
    expect(field(fixture).value).toBe('')
  })

  it('leaves Shift+Enter to the field', async () => {
    const fixture = await open()
    await type(fixture, 'Hello')
    expect((await press(fixture, { shiftKey: true })).defaultPrevented).toBe(false)
    expect(conversation.send).not.toHaveBeenCalled()
  })

  it('follows the same text in another tab until it is sent there, and keeps one that differs', async () => {
    const fixture = await open()
    const elsewhere = async (text: string) => {
      const key = 'support-chat.draft.bea.chat'
      if (text) localStorage.setItem(key, JSON.stringify({ text, since: 7 }))
      else localStorage.removeItem(key)
      window.dispatchEvent(new StorageEvent('storage', { key }))
      await fixture.whenStable()
      return field(fixture).value
    }
    await type(fixture, 'Hello')
    expect([await elsewhere('Hello Ada'), await elsewhere('')]).toEqual(['Hello Ada', ''])
    await type(fixture, ' ')
    expect(await elsewhere('Something')).toBe(' ')
  })

  it('sends nothing that is blank or too long, keeps it, and says how much is too much', async () => {
    const fixture = await open()
    await type(fixture, ' \n ')
    await press(fixture, {})
    await type(fixture, 'x'.repeat(4_012))
    await press(fixture, {})
    expect(conversation.send).not.toHaveBeenCalled()
    expect(field(fixture).value).toHaveLength(4_012)
    const alert = (fixture.nativeElement as HTMLElement).querySelector('[role=alert]')
    expect(alert?.textContent).toBe('12 characters too many. The limit is 4,000.')
  })

  it('counts an emoji as the one character that it is', async () => {
    const fixture = await open()
    await type(fixture, '😀'.repeat(3_990))
    expect(fixture.nativeElement.textContent).toContain('10 characters left')
  })

  it('keeps the text when it could not be taken over', async () => {
    conversation.send.mockReturnValue(null)
    const fixture = await open()
    await type(fixture, 'Hello')
    await press(fixture, {})
    expect(field(fixture).value).toBe('Hello')
  })

  it('has what was typed after a reload, and nothing once it was sent', async () => {
    await type(await open(), 'Dear Ann,')
    TestBed.resetTestingModule()
    const fixture = await open()
    expect(field(fixture).value).toBe('Dear Ann,')
    await press(fixture, {})
    TestBed.resetTestingModule()
    expect(field(await open()).value).toBe('')
  })

  it('puts text back before what was typed since', async () => {
    const fixture = await open()
    await type(fixture, 'And another thing')
    fixture.componentInstance.putBack('Not sent')
    await fixture.whenStable()
    expect(field(fixture).value).toBe('Not sent\n\nAnd another thing')
  })

  it('tells whether the staff member is typing', async () => {
    const fixture = await open()
    await type(fixture, 'H')
    await type(fixture, '')
    expect(conversation.setTyping.mock.calls).toEqual([[true], [false]])
  })

  it('says first what an answer would be sent over, and sends it the second time', async () => {
    conversation.newerThan.mockImplementation((_, warned) => (warned < 9 ? [{ sequence: 9, content: 'Wait' }] : []))
    const fixture = await open()
    await type(fixture, 'Done')
    await press(fixture, {})
    expect(conversation.newerThan).toHaveBeenLastCalledWith(7, 0)
    const notice = (fixture.nativeElement as HTMLElement).querySelector('[role=status]')
    expect(notice?.textContent).toContain('A newer message arrived')
    expect(notice?.textContent).toContain('Wait')
    expect([conversation.send.mock.calls.length, field(fixture).value]).toEqual([0, 'Done'])
    await press(fixture, { repeat: true })
    expect(conversation.send).not.toHaveBeenCalled()
    await press(fixture, {})
    expect(conversation.newerThan).toHaveBeenLastCalledWith(7, 9)
    expect(conversation.send).toHaveBeenCalledWith('Done')
    expect((fixture.nativeElement as HTMLElement).querySelector('[role=status]')).toBeNull()
  })

  it('names the file of a newer message that has no words', async () => {
    const attachments = [{ name: 'report.pdf', content_type: 'application/pdf' }]
    conversation.newerThan.mockReturnValue([{ sequence: 9, content: '', attachments }])
    const fixture = await open()
    await type(fixture, 'Done')
    await press(fixture, {})
    const notice = (fixture.nativeElement as HTMLElement).querySelector('[role=status]')
    expect(notice?.textContent).toContain('report.pdf')
  })

  it('knows after a reload what was the newest message when the writing began', async () => {
    await type(await open(), 'Done')
    TestBed.resetTestingModule()
    conversation.newest.mockReturnValue(12)
    const fixture = await open()
    await type(fixture, 'Done.')
    await press(fixture, {})
    expect(conversation.newerThan).toHaveBeenLastCalledWith(7, 0)
  })

  it('offers canned replies after a slash, by keyboard, and puts the chosen one in its place', async () => {
    const fixture = await open()
    await type(fixture, 'Dear Ada,\n/')
    expect(options(fixture)).toEqual([
      ['/bye', 'true'],
      ['/hello', 'false'],
    ])
    expect(field(fixture).getAttribute('aria-activedescendant')).toBe('canned-reply-bye')
    await press(fixture, { key: 'ArrowUp' })
    expect(field(fixture).getAttribute('aria-activedescendant')).toBe('canned-reply-hello')
    await type(fixture, 'Dear Ada,\n/by')
    await press(fixture, {})
    expect(field(fixture).value).toBe('Dear Ada,\nGood bye, friend.\nBea')
    expect(field(fixture).selectionStart).toBe(field(fixture).value.length)
    expect(options(fixture)).toEqual([])
    expect(conversation.send).not.toHaveBeenCalled()
  })

  it('takes the reply that answers to what stands there, however fast the keys come', async () => {
    const fixture = await open()
    for (const [before, text] of [
      ['', '/hel'],
      ['/', '/hel'],
    ] as const) {
      await type(fixture, before)
      field(fixture).value = text
      field(fixture).dispatchEvent(new Event('input'))
      await press(fixture, {})
      expect(field(fixture).value).toBe('Hello {{user.name}}')
    }
    expect(conversation.send).not.toHaveBeenCalled()
  })

  it('leaves what was typed alone when the list is sent away, until the next slash', async () => {
    const fixture = await open()
    await type(fixture, '/by')
    expect((await press(fixture, { key: 'Escape' })).defaultPrevented).toBe(true)
    expect([options(fixture), field(fixture).value]).toEqual([[], '/by'])
    await type(fixture, '/bye')
    expect(options(fixture)).toEqual([])
    await type(fixture, '/bye /')
    expect(options(fixture)).toHaveLength(2)
  })

  it('sends what looks like a call for a reply that does not exist, but nothing while they are loading', async () => {
    replies.all.set(null)
    const fixture = await open()
    await type(fixture, '/etc')
    await press(fixture, {})
    expect(conversation.send).not.toHaveBeenCalled()
    // Tab would lead to the button that sends, and a space typed after it would press that.
    expect((await press(fixture, { key: 'Tab' })).defaultPrevented).toBe(true)
    expect((await press(fixture, { key: 'Tab', shiftKey: true })).defaultPrevented).toBe(false)
    replies.all.set([reply('bye', 'Good bye')])
    await fixture.whenStable()
    await press(fixture, {})
    expect(conversation.send).toHaveBeenCalledWith('/etc')
  })

  it('says what a reply left to be filled in, and sends it only the second time', async () => {
    const fixture = await open()
    await type(fixture, '/hello')
    await press(fixture, { key: 'Tab' })
    expect(field(fixture).value).toBe('Hello {{user.name}}')
    expect((fixture.nativeElement as HTMLElement).querySelector('[role=status]')?.textContent).toContain(
      '{{user.name}}',
    )
    await press(fixture, {})
    expect(conversation.send).not.toHaveBeenCalled()
    expect([field(fixture).selectionStart, field(fixture).selectionEnd]).toEqual([6, 19])
    await press(fixture, {})
    expect(conversation.send).toHaveBeenCalledWith('Hello {{user.name}}')
  })
})
