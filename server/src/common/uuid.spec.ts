import { validate, version } from 'uuid'
import { uuidv7 } from './uuid.js'

describe('A new id', () => {
  // More than random bytes are drawn for at once.
  const ids = Array.from({ length: 1_000 }, uuidv7)

  it('is a UUID of version 7', () => {
    expect(ids.filter((id) => !validate(id) || version(id) !== 7)).toEqual([])
  })

  it('is greater than all before it, also of the same millisecond', () => {
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has its random part to itself', () => {
    expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length)
  })

  it('says when it was made', () => {
    const made = parseInt(uuidv7().replaceAll('-', '').slice(0, 12), 16)
    expect(Math.abs(Date.now() - made)).toBeLessThan(1_000)
  })
})
