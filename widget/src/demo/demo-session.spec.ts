import { DemoSession } from './demo-session.js'
import '../index.js'

const texts = ({ state }: DemoSession) => state.items.map(({ message }) => message.content)

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

describe('the made-up conversation', () => {
  test('is the same every time, ids and times included', () => {
    jest.setSystemTime(new Date('2030-01-01'))
    const once = new DemoSession()
    once.send('Hello')
    jest.setSystemTime(new Date('2031-07-07'))
    const again = new DemoSession()
    again.send('Hello')
    expect(again.state).toEqual(once.state)
    expect(once.state.unreadCount).toBe(1)
    expect(once.state.items[0]?.message).toMatchObject({
      id: '00000000-0000-4000-8000-000000000001',
      created_at: '2024-05-14T09:30:00.000Z',
    })
  })

  test('answers what is sent, typing first', () => {
    const session = new DemoSession()
    const before = texts(session).length
    session.send('Hello')
    jest.advanceTimersByTime(400)
    expect(session.state.otherTyping).toBe(true)
    expect(session.state.items.at(-1)?.message).toMatchObject({ content: 'Hello', read_at: expect.any(String) })
    jest.advanceTimersByTime(1200)
    expect(session.state).toMatchObject({ otherTyping: false, unreadCount: 2 })
    expect(texts(session).slice(before)).toEqual(['Hello', 'Thank you, we are looking into it.'])
  })

  test('lets staff write of themselves', () => {
    const session = new DemoSession()
    const before = texts(session)
    expect(session.send('/reply')).toBeNull()
    jest.advanceTimersByTime(1600)
    expect(texts(session)).toEqual([...before, 'Thank you, we are looking into it.'])
    expect(session.state.unreadCount).toBe(2)
  })

  test('fails what asks to fail, with the code asked for, until it is sent again', () => {
    const session = new DemoSession()
    const id = session.send('/error forbidden')!
    expect(session.state.items.at(-1)).toMatchObject({ kind: 'pending', message: { error: { code: 'forbidden' } } })
    session.retry(id)
    expect(session.state.items.at(-1)).toMatchObject({ kind: 'stored' })
  })

  test('loses the connection when asked to, and sends what was written meanwhile when it is back', () => {
    const session = new DemoSession()
    session.send('/offline')
    session.send('Are you there?')
    expect(session.connection.state.status).toBe('offline')
    expect(session.state.items.at(-1)).toMatchObject({ kind: 'pending', message: { state: 'sending' } })
    jest.advanceTimersByTime(3000)
    expect(session.connection.state.status).toBe('connected')
    expect(session.state.items.at(-1)).toMatchObject({ kind: 'stored', message: { content: 'Are you there?' } })
  })

  test('does nothing more once it is closed', () => {
    const session = new DemoSession()
    session.send('Hello')
    session.close()
    expect(jest.getTimerCount()).toBe(0)
  })
})

test('in mock mode every event is emitted, and the page is asked for no token', async () => {
  jest.useRealTimers()
  const getToken = jest.fn(() => '')
  const element = document.createElement('support-chat')
  const emitted: string[] = []
  for (const name of ['ready', 'open', 'close', 'message', 'unread', 'connection', 'error'])
    element.addEventListener(`support-chat-${name}`, () => emitted.push(name))
  Object.assign(element, { mock: true, getToken, muted: true })
  document.body.append(element)
  element.open()
  await element.updateComplete
  await expect(element.send('Hello')).resolves.toEqual(expect.any(String))
  await element.send('/error')
  element.close()
  await element.updateComplete
  expect([...new Set(emitted)].sort()).toEqual(['close', 'connection', 'error', 'message', 'open', 'ready', 'unread'])
  expect(getToken).not.toHaveBeenCalled()
  element.remove()
})
