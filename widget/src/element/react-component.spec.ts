import { act, createElement, createRef, StrictMode } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { SupportChat, type SupportChatProps } from '../react.js'
import { MockSession } from '../demo/mock-session.js'
import { find, isolateTests, nextTask, tokenOf, waitFor } from '../testing/mounted-element.js'

isolateTests()
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true }))

test('as a component: one element in strict mode, properties and events as they are now, and nothing once unmounted', async () => {
  const sessions: MockSession[] = []
  const sessionSource = () => {
    sessions.push(new MockSession())
    return sessions.at(-1)!
  }
  const ref = createRef<SupportChat>()
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  const asked: string[] = []
  const counts: [string, number][] = []
  const draw = (user: string, more: SupportChatProps = {}) => {
    const getToken = () => (asked.push(user), tokenOf(user))
    const onUnread: SupportChatProps['onUnread'] = ({ detail }) => counts.push([user, detail.count])
    const props = { ref, user, getToken, onUnread, sessionSource, hideVisits: true, ...more }
    return act(() => root.render(createElement(StrictMode, null, createElement(SupportChat, props))))
  }
  await draw('ada', { opened: true, className: 'help' })
  await waitFor(() => sessions.length && find(ref.current!, 'textarea'))
  expect(place.querySelectorAll('support-chat')).toHaveLength(1)
  expect(ref.current).toMatchObject({ user: 'ada', opened: true, hideVisits: true, className: 'help' })
  expect(asked).toEqual(['ada'])

  for (let times = 0; times < 3; times++) await draw('ada', { theme: 'dark', context: { times } })
  expect(ref.current).toMatchObject({ theme: 'dark', context: { times: 2 }, opened: false })
  await act(nextTask)
  expect(asked).toEqual(['ada'])
  expect(sessions).toHaveLength(1)

  await draw('grace')
  await waitFor(() => sessions.length === 2)
  expect(asked).toEqual(['ada', 'grace'])
  sessions[1]!.set({ unreadCount: 2 })
  expect(counts).toEqual([['grace', 2]])
  await act(() => root.unmount())
  expect(sessions.map(({ calls }) => calls.includes('stop'))).toEqual([true, true])
})

test('as a component: a server renders what is no secret, and the browser goes on with it', async () => {
  const props = { serverUrl: 'https://support.example.com', user: 'ada', mock: true, getToken: () => tokenOf('ada') }
  const html = renderToString(createElement(SupportChat, { ...props, token: 'secret' }))
  expect(html).toMatch(/^<support-chat [^>]*server-url="https:\/\/support\.example\.com"[^>]*><\/support-chat>$/)
  expect(html).toContain('user="ada"')
  expect(html).not.toContain('secret')

  const place = document.body.appendChild(document.createElement('div'))
  place.innerHTML = html
  const ready = jest.fn()
  const complaints = jest.spyOn(console, 'error').mockImplementation()
  const root = await act(() =>
    hydrateRoot(place, createElement(SupportChat, { ...props, token: 'secret', onReady: ready })),
  )
  const element = place.querySelector('support-chat')!
  await waitFor(() => element.unread === 1)
  expect(element).toMatchObject({ token: 'secret', mock: true })
  expect(element.getToken?.()).toBe(tokenOf('ada'))
  expect(complaints).not.toHaveBeenCalled()
  await act(() => root.unmount())
})
