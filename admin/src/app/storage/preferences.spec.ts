import { TestBed } from '@angular/core/testing'
import { Preferences } from './preferences.js'

beforeEach(() => localStorage.clear())

describe('what a reader has picked', () => {
  it('is read once however many ask for it, is one for all of them, and follows other tabs', () => {
    const preferences = TestBed.inject(Preferences)
    const read = jest.spyOn(Storage.prototype, 'getItem')
    const all = Array.from({ length: 20 }, () => preferences.oneOf('panel', ['open', 'closed']))
    expect(all.map(({ value }) => value())).toEqual(Array(20).fill('open'))
    expect(read).toHaveBeenCalledTimes(1)
    all[0]!.set('closed')
    expect(all[19]!.value()).toBe('closed')

    read.mockClear()
    localStorage.setItem('panel', 'open')
    window.dispatchEvent(new StorageEvent('storage', { key: 'panel' }))
    expect([all[7]!.value(), read.mock.calls.length]).toEqual(['open', 1])
    read.mockRestore()
  })
})
