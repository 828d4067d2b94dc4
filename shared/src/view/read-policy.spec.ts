import { isRead, type ReadConditions } from './read-policy.js'

const inSight: ReadConditions = {
  open: true,
  visible: true,
  focused: true,
  height: 60,
  visibleHeight: 60,
  logHeight: 400,
}

test('a message that is wholly in sight, while the reader looks, is read', () => {
  expect(isRead(inSight)).toBe(true)
  expect(isRead({ ...inSight, visibleHeight: 59.2 })).toBe(true)
})

test.each<Partial<ReadConditions>>([
  { open: false },
  { visible: false },
  { focused: false },
  { visibleHeight: 0 },
  { visibleHeight: 30 },
  { height: 0, visibleHeight: 0 },
  { visibleHeight: 0, logHeight: 0 },
])('it is not with %p', (otherwise) => {
  expect(isRead({ ...inSight, ...otherwise })).toBe(false)
})

test('one that is taller than the log is read once it fills half of it', () => {
  const tall = { ...inSight, height: 4_000 }
  expect(isRead({ ...tall, visibleHeight: 190 })).toBe(false)
  expect(isRead({ ...tall, visibleHeight: 200 })).toBe(true)
})
