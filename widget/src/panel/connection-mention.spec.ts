import type { ChatSnapshot } from '../chat/chat-snapshot.js'
import { ConnectionMention } from './connection-mention.js'
import type { PanelHost } from './panel-host.js'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

function follow() {
  const snapshot = { isOpen: true, connection: { status: 'connected' } }
  const host = { snapshot: snapshot as ChatSnapshot, requestUpdate: jest.fn() } as unknown as PanelHost
  const mention = new ConnectionMention(host)
  const become = (status: string, isOpen = true) => {
    Object.assign(snapshot, { isOpen, connection: { status } })
    mention.hostUpdate()
  }
  return { host, mention, become }
}

test('a connection that is back within five seconds is not mentioned', () => {
  const { host, mention, become } = follow()
  become('offline')
  jest.advanceTimersByTime(4000)
  become('connecting')
  jest.advanceTimersByTime(900)
  become('connected')
  jest.advanceTimersByTime(60_000)
  expect([mention.state, jest.mocked(host.requestUpdate).mock.calls]).toEqual(['quiet', []])
})

test('one that is lost for longer is, and for a while that it is back', () => {
  const { host, mention, become } = follow()
  become('offline')
  jest.advanceTimersByTime(5000)
  expect([mention.state, jest.mocked(host.requestUpdate).mock.calls.length]).toEqual(['lost', 1])
  become('connected')
  expect(mention.state).toBe('back')
  jest.advanceTimersByTime(4000)
  expect([mention.state, jest.mocked(host.requestUpdate).mock.calls.length]).toEqual(['quiet', 2])
})

test('nobody who has signed out is told that the connection is back', () => {
  const { mention, become } = follow()
  become('connecting')
  jest.advanceTimersByTime(5000)
  become('offline', false)
  expect(mention.state).toBe('quiet')
  expect(jest.getTimerCount()).toBe(0)
})
