import { afterEveryRender } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { Router } from '@angular/router'
import { card } from '../connection/fake-connection.js'
import { openStore } from './chats-store.testing.js'
import { VirtualCards } from './virtual-cards.js'

/** More than are drawn at once. */
const CHATS = Array.from({ length: 40 }, (_, n) => card(`c${n}`, 59 - n))

beforeEach(() => {
  jest.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400)
  // What jsdom has not, as it lays nothing out.
  HTMLElement.prototype.scrollTo = () => undefined
  globalThis.ResizeObserver = class {
    observe = jest.fn()
    unobserve = jest.fn()
    disconnect = jest.fn()
  }
})
afterEach(() => jest.restoreAllMocks())

async function open() {
  const { connection, store } = openStore((path) =>
    path.endsWith('unread_count') ? { unread_count: 0 } : { chats: CHATS, next_cursor: null },
  )
  store.show({ archived: false, unread: false, q: '' })
  await store.load()
  const navigate = jest.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true)
  const fixture = TestBed.createComponent(VirtualCards)
  fixture.componentRef.setInput('list', store.list())
  document.body.append(fixture.nativeElement)
  const list = (fixture.nativeElement as HTMLElement).querySelector<HTMLElement>('[role=list]')!
  const drawn = () => [...list.querySelectorAll<HTMLElement>('[data-chat]')].map(({ dataset }) => dataset['chat'])
  // The list draws when the browser has measured it.
  for (let frames = 0; drawn().length === 0 && frames < 50; frames++) await frame()
  await fixture.whenStable()
  const press = (key: string) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
    return event
  }
  return { connection, fixture, store, list, navigate, drawn, press }
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
const focused = () => document.activeElement?.closest<HTMLElement>('[data-chat]')?.dataset['chat']

describe('VirtualCards', () => {
  it('opens with Enter the chat that keys have gone to before it is drawn, and not the one they came from', async () => {
    const { fixture, list, navigate, drawn, press } = await open()
    fixture.componentInstance.focus()
    expect(focused()).toBe('c0')
    press('ArrowDown')
    expect(focused()).toBe('c1')
    press('End')
    expect(drawn()).not.toContain('c39')
    expect(document.activeElement).toBe(list)
    expect(fixture.componentInstance.focused()).toBe('c39')
    press('ArrowUp')
    expect(press('Enter').defaultPrevented).toBe(true)
    expect(navigate.mock.calls).toEqual([[['/chats', 'c38'], expect.anything()]])
  })

  it('leaves Enter to the card that has the focus', async () => {
    const { fixture, navigate, press } = await open()
    fixture.componentInstance.focus()
    expect(press('Enter').defaultPrevented).toBe(false)
    expect(navigate).not.toHaveBeenCalled()
  })

  it('keeps the focus on a chat that moves, and gives it to the next one of a chat that goes', async () => {
    const { connection, fixture, press } = await open()
    fixture.componentInstance.focus()
    press('ArrowDown')
    fixture.componentInstance.reorderLock.release()
    connection.emit('chat_updated', { chat: card('c1', 60, { message_count: 2 }) })
    await fixture.whenStable()
    expect(focused()).toBe('c1')
    connection.emit('chat_updated', { chat: card('c1', 60, { message_count: 2, archived: true }) })
    await fixture.whenStable()
    expect(focused()).toBe('c0')
  })

  it('says of each card which of how many it is, and has one stop for the Tab key', async () => {
    const { list } = await open()
    const cards = [...list.querySelectorAll('[role=listitem]')]
    expect(cards.slice(0, 2).map((one) => one.getAttribute('aria-posinset'))).toEqual(['1', '2'])
    expect(new Set(cards.map((one) => one.getAttribute('aria-setsize')))).toEqual(new Set(['40']))
    expect(list.querySelectorAll('a[tabindex="0"]')).toHaveLength(1)
  })

  it('has nothing checked for changes while the pointer moves over it', async () => {
    const { fixture, list } = await open()
    list.dispatchEvent(new Event('pointermove'))
    await fixture.whenStable()
    const rendered = jest.fn()
    TestBed.runInInjectionContext(() => afterEveryRender(rendered))
    list.dispatchEvent(new Event('pointermove'))
    await fixture.whenStable()
    expect(rendered).not.toHaveBeenCalled()
    list.dispatchEvent(new Event('pointerleave'))
    await fixture.whenStable()
  })
})
