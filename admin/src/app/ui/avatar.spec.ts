import { hueOf, initials } from './avatar.js'

describe('an avatar', () => {
  it('has initials, also without a name or with one outside the first plane', () => {
    const of = (name: string | null) => initials({ name, email: 'zoe@example.com' })
    expect([of('Bea Anna Miller'), of('bea'), of(null), of('  '), of('𝒜da Ł')]).toEqual(['BM', 'B', 'Z', 'Z', '𝒜Ł'])
  })

  it('has a colour that depends on the id alone, and differs between ids that begin alike', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `01938a4e-7b2c-7000-8000-${String(index).padStart(12, '0')}`)
    const hues = ids.map(hueOf)
    expect(ids.map(hueOf)).toEqual(hues)
    expect(new Set(hues).size).toBe(12)
    expect(hues.every((hue) => hue >= 0 && hue < 360)).toBe(true)
  })
})
