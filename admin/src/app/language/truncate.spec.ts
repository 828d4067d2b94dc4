import { truncate } from './truncate.js'

describe('the beginning of a text', () => {
  it('counts characters, and cuts none in two', () => {
    expect(truncate('😀'.repeat(101), 100)).toBe('😀'.repeat(100))
    expect(truncate(`${'x'.repeat(99)}e\u0301y`, 100)).toBe('x'.repeat(99))
    expect(truncate(`${'x'.repeat(98)}👩‍👩‍👧‍👦y`, 100)).toBe('x'.repeat(98))
  })
})
