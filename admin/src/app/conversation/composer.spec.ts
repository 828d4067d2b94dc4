import { signal } from '@angular/core'
import { type ComponentFixture, TestBed } from '@angular/core/testing'
import { StaffSession } from '../session/staff-session.js'
import { Composer } from './composer.js'
import { Conversation } from './conversation.js'

const conversation = { send: jest.fn<string | null, [string]>(), setTyping: jest.fn() }

async function open(chatId = 'chat'): Promise<ComponentFixture<Composer>> {
  TestBed.configureTestingModule({
    providers: [
      { provide: Conversation, useValue: conversation },
      { provide: StaffSession, useValue: { user: signal({ id: 'bea' }) } },
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

beforeEach(() => {
  localStorage.clear()
  jest.resetAllMocks()
  conversation.send.mockReturnValue('client-id')
})

describe('Composer', () => {
  it('sends with Enter and is empty then', async () => {
    const fixture = await open()
    await type(fixture, 'Hello')
    await press(fixture, {})
    expect(conversation.send).toHaveBeenCalledWith('Hello')
    expect(field(fixture).value).toBe('')
  })

  it('leaves Shift+Enter, and Enter within an input method, to the field', async () => {
    const fixture = await open()
    await type(fixture, 'Hello')
    const events = [await press(fixture, { shiftKey: true }), await press(fixture, { isComposing: true })]
    expect(events.map(({ defaultPrevented }) => defaultPrevented)).toEqual([false, false])
    expect(conversation.send).not.toHaveBeenCalled()
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

  it('tells whether somebody is typing', async () => {
    const fixture = await open()
    await type(fixture, 'H')
    await type(fixture, '')
    expect(conversation.setTyping.mock.calls).toEqual([[true], [false]])
  })
})
