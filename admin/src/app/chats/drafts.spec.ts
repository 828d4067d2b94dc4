import { computed, signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { StaffSession } from '../auth/staff-session.js'
import { Drafts } from './drafts.js'

const user = signal({ id: 'bea' })

function start(): Drafts {
  TestBed.resetTestingModule()
  TestBed.configureTestingModule({ providers: [{ provide: StaffSession, useValue: { user } }] })
  return TestBed.inject(Drafts)
}

beforeEach(() => {
  localStorage.clear()
  user.set({ id: 'bea' })
})

describe('Drafts', () => {
  it('keeps one text for each chat over a reload, white space and all', () => {
    const drafts = start()
    drafts.keep('one', { text: 'Dear Ann,\n\n ', since: 7 })
    drafts.keep('two', { text: 'No', since: null })
    expect([start().get('one'), start().get('two'), start().get('three')]).toEqual([
      { text: 'Dear Ann,\n\n ', since: 7 },
      { text: 'No', since: null },
      { text: '', since: null },
    ])
  })

  it('forgets a draft that was emptied', () => {
    start().keep('one', { text: 'Dear', since: 1 })
    start().keep('one', { text: '  ', since: 1 })
    expect([start().get('one').text, localStorage.length]).toEqual(['', 0])
  })

  it('shows no account the draft of another one', () => {
    start().keep('one', { text: 'Private', since: 1 })
    user.set({ id: 'cid' })
    expect(start().get('one').text).toBe('')
  })

  it('tells its readers when it changes, also in another tab', () => {
    const drafts = start()
    const text = computed(() => drafts.get('one').text)
    expect(text()).toBe('')
    drafts.keep('one', { text: 'Dear', since: 1 })
    expect(text()).toBe('Dear')
    const [key] = Object.keys(localStorage)
    localStorage.setItem(key!, JSON.stringify({ text: 'Dear Ann', since: 1 }))
    window.dispatchEvent(new StorageEvent('storage', { key: key! }))
    expect(text()).toBe('Dear Ann')
  })

  it('is read once, however many cards ask for theirs at each letter', () => {
    start().keep('one', { text: 'Dear', since: 1 })
    const drafts = start()
    expect(drafts.get('one').text).toBe('Dear')
    const read = jest.spyOn(Storage.prototype, 'getItem')
    for (const text of ['D', 'De', 'Dea']) {
      drafts.keep('two', { text, since: 1 })
      for (let card = 0; card < 20; card++) drafts.get(card === 0 ? 'one' : `card ${card}`)
    }
    expect([read.mock.calls.length, drafts.get('two').text]).toEqual([0, 'Dea'])
    read.mockRestore()
  })

  it('keeps a text as long as the page lives where the browser refuses to', () => {
    const refuse = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('Full', 'QuotaExceededError')
    })
    const drafts = start()
    drafts.keep('one', { text: 'Dear', since: 1 })
    expect(drafts.get('one').text).toBe('Dear')
    refuse.mockRestore()
  })
})
