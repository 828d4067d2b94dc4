import { NO_ERRORS_SCHEMA, signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { Router } from '@angular/router'
import { ChatsStore } from './chats-store.js'
import { SearchBox } from './search-box.js'

afterEach(() => jest.useRealTimers())

describe('SearchBox', () => {
  it('searches when typing pauses, and keeps what is typed while the search is on its way', () => {
    jest.useFakeTimers()
    const query = signal({ q: 'from the address' })
    const navigate = jest.fn()
    const providers = [
      { provide: ChatsStore, useValue: { query } },
      { provide: Router, useValue: { navigate } },
    ]
    TestBed.configureTestingModule({ providers })
    // jsdom does not know the element `search`.
    TestBed.overrideComponent(SearchBox, { add: { schemas: [NO_ERRORS_SCHEMA] } })
    const fixture = TestBed.createComponent(SearchBox)
    TestBed.tick()
    const field = (fixture.nativeElement as HTMLElement).querySelector('input')!
    expect(field.value).toBe('from the address')
    const type = (text: string) => {
      field.value = text
      field.dispatchEvent(new Event('input'))
    }

    type('inv')
    expect(navigate).not.toHaveBeenCalled()
    jest.runOnlyPendingTimers()
    expect(navigate).toHaveBeenLastCalledWith([], expect.objectContaining({ queryParams: { q: 'inv' } }))
    type('invo')
    query.set({ q: 'inv' })
    TestBed.tick()
    expect(field.value).toBe('invo')
    jest.runOnlyPendingTimers()
    query.set({ q: 'invo' })
    query.set({ q: '' })
    TestBed.tick()
    expect(field.value).toBe('')
  })
})
