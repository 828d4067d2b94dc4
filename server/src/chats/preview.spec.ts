import { preview } from './preview.js'

const family = '👨‍👩‍👧‍👦'

describe('A preview', () => {
  it('leaves what is short enough as it is', () => {
    expect(preview('x'.repeat(100))).toBe('x'.repeat(100))
  })

  it('cuts what is longer to 100', () => {
    expect(preview('x'.repeat(101))).toBe('x'.repeat(100))
  })

  it('never cuts through a character that people see as one', () => {
    expect(preview('x'.repeat(99) + '😀')).toBe('x'.repeat(99))
    expect(preview('x'.repeat(95) + family + 'y')).toBe('x'.repeat(95))
    expect(preview('x'.repeat(99) + 'e\u0301 and more')).toBe('x'.repeat(99))
  })
})
