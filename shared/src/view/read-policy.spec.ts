import { isRead, type Sight } from './read-policy.js'

const inSight: Sight = { open: true, visible: true, focused: true, height: 60, shown: 60, view: 400 }

test('a message that is wholly in sight, while somebody looks, is read', () => {
  expect(isRead(inSight)).toBe(true)
  expect(isRead({ ...inSight, shown: 59.2 })).toBe(true)
})

test.each<Partial<Sight>>([
  { open: false },
  { visible: false },
  { focused: false },
  { shown: 0 },
  { shown: 30 },
  { height: 0, shown: 0 },
  { shown: 0, view: 0 },
])('it is not with %p', (otherwise) => {
  expect(isRead({ ...inSight, ...otherwise })).toBe(false)
})

test('one that is taller than the log is read once it fills half of it', () => {
  const tall = { ...inSight, height: 4_000 }
  expect(isRead({ ...tall, shown: 190 })).toBe(false)
  expect(isRead({ ...tall, shown: 200 })).toBe(true)
})
