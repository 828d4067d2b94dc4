import { contrast, faintThemes } from './contrast.js'

describe('An accent', () => {
  it('is compared as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it.each([
    ['#2563eb', []],
    ['#ffd43b', ['light']],
    ['#1c1f26', ['dark']],
  ])('is hard to make out: %s in %j', (accent, themes) => {
    expect(faintThemes(accent).map(({ theme }) => theme)).toEqual(themes)
  })
})
