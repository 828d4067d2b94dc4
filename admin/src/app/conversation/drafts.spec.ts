import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { StaffSession } from '../session/staff-session.js'
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
    drafts.keep('one', 'Dear Ann,\n\n ')
    drafts.keep('two', 'No')
    expect([start().get('one'), start().get('two'), start().get('three')]).toEqual(['Dear Ann,\n\n ', 'No', ''])
  })

  it('forgets a draft that was emptied', () => {
    start().keep('one', 'Dear')
    start().keep('one', '  ')
    expect([start().get('one'), localStorage.length]).toEqual(['', 0])
  })

  it('shows nobody the draft of somebody else', () => {
    start().keep('one', 'Private')
    user.set({ id: 'cid' })
    expect(start().get('one')).toBe('')
  })

  it('keeps a text as long as the page lives where the browser refuses to', () => {
    const refuse = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('Full', 'QuotaExceededError')
    })
    const drafts = start()
    drafts.keep('one', 'Dear')
    expect(drafts.get('one')).toBe('Dear')
    refuse.mockRestore()
  })
})
