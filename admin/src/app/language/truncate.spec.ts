import { beginning } from './truncate.js'

describe('the beginning of a text', () => {
  it('counts characters, and cuts none in two', () => {
    expect(beginning('😀'.repeat(101), 100)).toBe('😀'.repeat(100))
    expect(beginning(`${'x'.repeat(99)}e\u0301y`, 100)).toBe('x'.repeat(99))
    expect(beginning(`${'x'.repeat(98)}👩‍👩‍👧‍👦y`, 100)).toBe('x'.repeat(98))
  })
})
