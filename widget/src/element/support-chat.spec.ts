import { outboxPrefix } from '@support-chat/shared/client'
import { readClaims, userKeyOf } from '../chat/identity.js'
import { MockSession } from '../demo/mock-session.js'
import type { SupportChat } from './support-chat.js'
import {
  find,
  mount,
  mountOpen,
  nextTask,
  mountSignedIn,
  isolateTests,
  submit,
  tokenOf,
  type,
  waitFor,
} from '../testing/mounted-element.js'

const outboxKey = (serverUrl: string, token: string) =>
  `${outboxPrefix(serverUrl, userKeyOf(serverUrl, readClaims(token)!), 'own')}message`

isolateTests()

describe('the launcher', () => {
  const label = (element: SupportChat) => find(element, '.launcher')?.getAttribute('aria-label')

  test('has the contract’s name, closed, open and with unread messages', async () => {
    const { element, session } = await mountOpen()
    expect(label(element)).toBe('Close support chat')
    element.close()
    await element.updateComplete
    expect(label(element)).toBe('Open support chat')
    session().set({ unreadCount: 1 })
    await element.updateComplete
    expect(label(element)).toBe('Open support chat, 1 unread message')
    session().set({ unreadCount: 3 })
    await element.updateComplete
    expect(label(element)).toBe('Open support chat, 3 unread messages')
  })

  test.each([
    [0, undefined],
    [1, '1'],
    [9, '9'],
    [10, '9+'],
    [120, '9+'],
  ])('its badge shows %p as %p', async (unreadCount, text) => {
    const { element, sessions, session } = await mountSignedIn()
    await waitFor(() => sessions.length)
    session().set({ unreadCount })
    await element.updateComplete
    expect(find(element, '[part=badge]')?.textContent).toBe(text)
  })

  test('connects with the panel closed, so that the badge is known', async () => {
    const { element, sessions } = await mountSignedIn()
    await waitFor(() => sessions.length)
    expect(element.opened).toBe(false)
  })

  test.each<[string, unknown]>([
    [
      'refuses',
      () => {
        throw new Error('no')
      },
    ],
    ['has no', undefined],
  ])('connects in a browser that %s idle callbacks', async (_what, requestIdleCallback) => {
    Object.assign(globalThis, { requestIdleCallback })
    const { sessions } = await mountSignedIn()
    await waitFor(() => sessions.length)
  })

  test('opens nothing before there is a token', async () => {
    const { element, sessions } = await mount()
    element.open()
    await waitFor(() => find(element, '.notice'))
    await nextTask()
    await nextTask()
    expect(sessions).toHaveLength(0)
    expect(find(element, '.notice')?.textContent).toContain('Sign in to chat')
  })
})

describe('attributes and methods', () => {
  test('attributes set properties, and those of the look are reflected', async () => {
    const { element } = await mount((element) => {
      element.setAttribute('server-url', 'https://support.example.com/')
      element.setAttribute('heading', 'Help')
      element.setAttribute('position', 'bottom-left')
      element.setAttribute('muted', '')
    })
    expect(element).toMatchObject({
      serverUrl: 'https://support.example.com/',
      heading: 'Help',
      position: 'bottom-left',
      muted: true,
      theme: 'auto',
      mode: 'floating',
      opened: false,
    })
    element.theme = 'dark'
    element.opened = true
    await element.updateComplete
    expect(element.getAttribute('theme')).toBe('dark')
    expect(element.hasAttribute('opened')).toBe(true)
    expect(element.hasAttribute('mode')).toBe(false)
  })

  test('the server’s origin is used without a slash at its end', async () => {
    const { sessionOptions } = await mount((element) => {
      element.token = tokenOf('1')
      element.serverUrl = 'https://support.example.com/'
      element.opened = true
    })
    await waitFor(() => sessionOptions.length)
    expect(sessionOptions[0]?.serverUrl).toBe('https://support.example.com')
  })

  test('send waits for the conversation and gives the client_id', async () => {
    const { element, session } = await mountSignedIn()
    await expect(element.send(' Hello ')).resolves.toEqual(expect.any(String))
    expect(session().calls).toContain('send Hello')
    await expect(element.send('  ')).resolves.toBeNull()
  })

  test('send without a user sends nothing', async () => {
    const { element, sessions } = await mount()
    await expect(element.send('Hello')).resolves.toBeNull()
    expect(sessions).toHaveLength(0)
  })

  test.each<[string, (element: SupportChat) => unknown, string]>([
    ['send', (element) => element.send('Hello'), 'send Hello'],
    ['markAsRead', (element) => element.markAsRead(), 'markRead'],
  ])('%s can be called at once', async (_name, call, expectedCall) => {
    const element = document.createElement('support-chat')
    const made = new MockSession()
    element.sessionSource = () => made
    element.token = tokenOf('1')
    document.body.append(element)
    await call(element)
    expect(made.calls).toEqual([expectedCall])
  })

  test('words can be the page’s own', async () => {
    const { element } = await mount((element) => (element.strings = { openLauncher: () => 'Hilfe' }))
    expect(find(element, '.launcher')?.getAttribute('aria-label')).toBe('Hilfe')
  })
})

describe('events', () => {
  test('new messages, unread counts and the connection, but not the history', async () => {
    const { sessions, session, events } = await mount((element) => {
      element.token = tokenOf('1')
      element.muted = true
    })
    await waitFor(() => sessions.length)
    await nextTask()
    session().set({ loaded: false, items: [] })
    session().set({ loaded: true, items: [session().message({ content: 'old', sender_type: 'admin' })] })
    session().receive({ content: 'new', sender_type: 'admin' })
    session().connect({ status: 'offline' })
    expect(events.filter(([name]) => name !== 'ready')).toEqual([
      ['connection', { connected: true }],
      ['message', { message: expect.objectContaining({ content: 'new' }) }],
      ['unread', { count: 1 }],
      ['connection', { connected: false }],
    ])
  })

  test('errors carry their code', async () => {
    const { sessions, session, events } = await mountSignedIn()
    await waitFor(() => sessions.length)
    await nextTask()
    session().connect({ status: 'offline', error: { code: 'forbidden', message: 'no' } })
    session().set({ error: { code: 'not_found', message: 'no' } })
    session().answer = { code: 'content_too_long', message: 'too long' }
    session().send('x')
    const codes = events.flatMap(([name, detail]) => (name === 'error' ? [(detail as { code: string }).code] : []))
    expect(codes).toEqual(['forbidden', 'not_found', 'content_too_long'])
  })
})

describe('identity', () => {
  test('getToken is asked when there is no token, and again when the server refuses', async () => {
    const getToken = jest.fn(() => Promise.resolve(tokenOf('1')))
    const { sessionOptions } = await mount((element) => (element.getToken = getToken))
    await waitFor(() => sessionOptions.length)
    expect(getToken).toHaveBeenCalledTimes(1)
    await sessionOptions[0]!.getToken(false)
    expect(getToken).toHaveBeenCalledTimes(1)
    await sessionOptions[0]!.getToken(true)
    expect(getToken).toHaveBeenCalledTimes(2)
  })

  test('getToken that fails at first is asked again by itself, and what is being written stays', async () => {
    const later = globalThis.setTimeout
    const waits: unknown[] = []
    jest.spyOn(Math, 'random').mockReturnValue(0.9)
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, wait?: number) => {
      if (wait !== 1_800 && wait !== 3_600) return later(work, wait)
      waits.push(wait)
      return later(work, 50)
    }) as typeof setTimeout)
    const getToken = jest.fn(() => Promise.resolve(tokenOf('1'))).mockRejectedValueOnce(new Error('out of reach'))
    getToken.mockRejectedValueOnce(new Error('still out of reach'))
    const { element, sessions, events } = await mount((element) => Object.assign(element, { getToken, opened: true }))
    await waitFor(() => find(element, 'textarea'))
    type(element, 'Is anybody there?')
    await waitFor(() => sessions.length)
    expect(getToken).toHaveBeenCalledTimes(3)
    expect(waits).toEqual([1_800, 3_600])
    const error = expect.objectContaining({ code: 'unauthenticated' })
    expect(events.filter(([name]) => name === 'error')).toEqual([['error', error]])
    expect((find(element, 'textarea') as HTMLTextAreaElement).value).toBe('Is anybody there?')
  })

  test('a fresh token of the same user disturbs nothing and is the next one used', async () => {
    const { element, sessions, sessionOptions } = await mountSignedIn()
    await waitFor(() => sessions.length)
    const next = tokenOf('1', { exp: 99 })
    element.token = next
    await element.updateComplete
    await sessionOptions[0]!.getToken(false)
    await expect(sessionOptions[0]!.getToken(false)).resolves.toBe(next)
    expect(sessions).toHaveLength(1)
    expect(sessions[0]!.calls).not.toContain('close')
  })

  test('another user’s token leaves nothing of the first user', async () => {
    const { element, sessions, sessionOptions } = await mountOpen()
    const first = sessions[0]!
    first.answer = 'wait'
    first.send('secret of the first')
    first.set({ unreadCount: 4 })
    type(element, 'a draft of the first')
    await element.updateComplete
    element.token = tokenOf('2')
    await waitFor(() => sessions.length === 2 && find(element, '.panel'))
    await element.updateComplete
    expect(first.calls).toEqual(expect.arrayContaining([expect.stringMatching(/^discard/), 'close', 'stop']))
    expect(sessionOptions[0]!.userKey).not.toBe(sessionOptions[1]!.userKey)
    expect(element.shadowRoot!.textContent).not.toContain('of the first')
    expect((find(element, 'textarea') as HTMLTextAreaElement).value).toBe('')
    expect(find(element, '.badge')).toBeNull()
    first.set({ unreadCount: 7 })
    await element.updateComplete
    expect(find(element, '.badge')).toBeNull()
  })

  test('getToken that begins to give another user’s tokens is a user switch', async () => {
    let user = '1'
    const { sessions, sessionOptions } = await mount((element) => (element.getToken = () => tokenOf(user)))
    await waitFor(() => sessions.length)
    await sessionOptions[0]!.getToken(false)
    user = '2'
    await expect(sessionOptions[0]!.getToken(false)).rejects.toThrow()
    await waitFor(() => sessions.length === 2)
    expect(sessions[0]!.calls).toContain('stop')
  })

  test.each<[string, (element: SupportChat) => void]>([
    ['another user’s token', (element) => (element.token = tokenOf('2'))],
    ['logout', (element) => (element.logout(), (element.token = tokenOf('2')))],
  ])('what was asked for one user is not done for the next: %s', async (_by, change) => {
    const { element, sessions, session } = await mountSignedIn()
    const sent = element.send('secret of the first')
    change(element)
    await expect(sent).resolves.toBeNull()
    await waitFor(() => sessions.length)
    await nextTask()
    expect(session().calls).toEqual([])
  })

  test('what is asked in the same breath in which the page names another user is done for that one', async () => {
    const { element, sessions } = await mountOpen()
    element.token = tokenOf('2')
    const sent = element.send('of the second')
    await expect(sent).resolves.toEqual(expect.any(String))
    await nextTask()
    expect(sessions).toHaveLength(2)
    expect(sessions.map(({ calls }) => calls.includes('send of the second'))).toEqual([false, true])
    expect(sessions.map(({ calls }) => calls.includes('stop'))).toEqual([true, false])
  })

  test('logout closes and forgets', async () => {
    const { element, sessions, session, events } = await mountOpen()
    session().set({ unreadCount: 2 })
    element.logout()
    await element.updateComplete
    expect([element.opened, element.signedOut]).toEqual([false, true])
    expect(session().calls).toEqual(expect.arrayContaining(['close', 'stop']))
    expect(events).toContainEqual(['unread', { count: 0 }])
    expect(find(element, '.message')).toBeNull()
    await nextTask()
    await nextTask()
    expect(sessions).toHaveLength(1)
  })

  test('logout forgets what waits in the browser, also before anybody has connected', async () => {
    const { element, sessions } = await mount((element) => {
      element.serverUrl = 'https://support.example.com'
      element.token = tokenOf('1')
    })
    const keyOf = (sub: string) => outboxKey('https://support.example.com', tokenOf(sub))
    localStorage.setItem(keyOf('1'), 'secret of the first')
    localStorage.setItem(keyOf('2'), 'of somebody else')
    element.logout()
    await waitFor(() => localStorage.length === 1)
    expect(localStorage.getItem(keyOf('2'))).toBe('of somebody else')
    expect(sessions).toHaveLength(0)
  })

  test('getToken that fails is told as unauthenticated, and can be tried again', async () => {
    const getToken = jest.fn(() => Promise.reject(new Error('no')))
    const { element, sessions, events } = await mount((element) => {
      element.getToken = getToken as unknown as () => Promise<string>
      element.opened = true
    })
    await waitFor(() => find(element, '.action'))
    expect(events).toContainEqual(['error', expect.objectContaining({ code: 'unauthenticated' })])
    getToken.mockImplementation(() => Promise.resolve(tokenOf('1')) as never)
    find(element, '.action')!.click()
    await waitFor(() => sessions.length)
  })
})

describe('on the page', () => {
  test('unmounting ends the session, remounting begins another', async () => {
    const { element, sessions } = await mountSignedIn()
    await waitFor(() => sessions.length)
    element.remove()
    expect(sessions[0]!.calls).toEqual(['close', 'stop'])
    document.body.append(element)
    await waitFor(() => sessions.length === 2)
    expect(find(element, '.launcher')).not.toBeNull()
  })

  test('a second one keeps quiet, says so once, and takes over when the first has gone', async () => {
    const warn = jest.spyOn(console, 'warn').mockReturnValue()
    const first = await mount()
    const second = await mount()
    await mount()
    expect(warn).toHaveBeenCalledTimes(1)
    expect(find(second.element, '.launcher')).toBeNull()
    second.element.open()
    expect(second.element.opened).toBe(false)
    first.element.remove()
    await second.element.updateComplete
    expect(find(second.element, '.launcher')).not.toBeNull()
  })
})

describe('the panel', () => {
  test.each([
    ['connected', 'Connected'],
    ['connecting', 'Connecting…'],
    ['offline', 'Offline'],
  ] as const)('says that it is %s', async (status, text) => {
    const { element, session } = await mountOpen()
    session().connect({ status })
    await element.updateComplete
    expect(find(element, '[role=status]')?.textContent).toBe(text)
  })

  test('a text over the limit stays, with the reason, and is not sent', async () => {
    const { element, session } = await mountOpen()
    const input = type(element, 'x'.repeat(4001))
    submit(element)
    await element.updateComplete
    expect(input.value).toHaveLength(4001)
    expect(find(element, '.limit')?.textContent).toContain('shorten it by 1.')
    expect((find(element, '[part=send]') as HTMLButtonElement).disabled).toBe(true)
    expect(session().calls.some((call) => call.startsWith('send'))).toBe(false)
    for (const character of ['x', '😀']) {
      type(element, ` ${character.repeat(4000)} `)
      await element.updateComplete
      expect(find(element, '.limit')).toBeNull()
    }
  })

  test('content is text, never markup', async () => {
    const { element, session } = await mountOpen()
    session().receive({ content: '<img src=x onerror=alert(1)>', sender_type: 'admin', sender_name: '<b>A</b>' })
    await element.updateComplete
    expect(find(element, '.bubble img, .name b')).toBeNull()
    expect(find(element, '.bubble')?.textContent).toBe('<img src=x onerror=alert(1)>')
  })

  test('the team is in the header, and a topic is sent by a click, beside what is being written', async () => {
    const { element, session } = await mountOpen()
    const member = { name: 'Cleo Ito', avatar_url: 'https://support.example.com/api/avatars/1' }
    const team = { name: 'The shop', members: [member], online: true, back_at: null, reply_time_seconds: 120 }
    session().set({ welcome: { greeting: 'Hello\nWe are here.', topics: ['Orders'], team } })
    await element.updateComplete
    const texts = ['#heading', '.team', 'h3'].map((part) => find(element, part)?.textContent)
    expect(texts).toEqual(['The shop', 'Usually replies in 2 min', 'Hello\nWe are here.'])
    expect(find(element, '.panel')?.getAttribute('aria-label')).toBe('Support Chat')
    expect(find(element, 'header img')?.getAttribute('src')).toBe(member.avatar_url)

    type(element, 'My order')
    find(element, '.topic')!.click()
    await element.updateComplete
    expect(session().calls).toContain('send Orders')
    expect(find(element, 'textarea')).toHaveProperty('value', 'My order')
    expect(find(element, '.topic')).toBeNull()

    session().set({ otherTyping: true, typingName: 'Cleo Ito' })
    await element.updateComplete
    expect(find(element, '.typing .name')?.textContent).toBe('Cleo Ito is typing')
    element.heading = 'Ask us'
    await element.updateComplete
    expect(find(element, '#heading')?.textContent).toBe('Ask us')
    expect(find(element, '.team')?.textContent).toBe('The shopUsually replies in 2 min')
  })

  test('a failed message says why and offers retry and delete', async () => {
    const { element, session } = await mountOpen()
    session().answer = { code: 'conflict', message: 'It was sent before.' }
    session().send('Hello')
    await element.updateComplete
    expect(find(element, '.failure')?.textContent).toContain('Not sent. It was sent before.')
    const [retry, remove] = element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.failure button')
    retry!.click()
    remove!.click()
    await element.updateComplete
    expect(session().calls.map((call) => call.split(' ')[0])).toEqual(expect.arrayContaining(['retry', 'discard']))
    expect(find(element, '.message')).toBeNull()
  })

  test('a bubble stays the same element when its message is stored, and when older ones come in above', async () => {
    const { element, session } = await mountOpen()
    session().answer = 'wait'
    const id = session().send('Hello')!
    await element.updateComplete
    const bubble = find(element, '.bubble')
    session().set({ items: [session().message({ content: 'Hello', sender_type: 'user', client_id: id, sequence: 9 })] })
    session().set({
      items: [session().message({ content: 'Before', sender_type: 'admin', sequence: 8 }), ...session().state.items],
    })
    await element.updateComplete
    expect([...element.shadowRoot!.querySelectorAll('.bubble')].map(({ textContent }) => textContent)).toEqual([
      'Before',
      'Hello',
    ])
    expect(element.shadowRoot!.querySelectorAll('.bubble')[1]).toBe(bubble)
  })

  test('muting is remembered, and nothing is stored before', async () => {
    const { element } = await mountOpen()
    expect(localStorage).toHaveLength(0)
    find(element, '.icon-button')!.click()
    expect(element.muted).toBe(true)
    element.remove()
    const next = await mountOpen()
    expect(next.element.muted).toBe(true)
  })

  test('floats where a page’s framework has set no mode', async () => {
    const { element } = await mountOpen()
    for (const mode of [undefined, null, 'inline', 'other']) {
      element.mode = mode as 'floating'
      await element.updateComplete
      expect(find(element, '.panel')?.className).toBe(`panel ${mode === 'inline' ? mode : 'floating'} open`)
    }
  })

  test('inline it needs no launcher and no opening', async () => {
    const { element } = await mount((element) => {
      element.token = tokenOf('1')
      element.mode = 'inline'
    })
    await waitFor(() => find(element, '.panel.open'))
    expect(find(element, '.launcher')).toBeNull()
  })
})

describe('languages', () => {
  const heading = (element: SupportChat) => find(element, '#heading')?.textContent
  const page = async () => {
    const mounted = await mount((element) => Object.assign(element, { token: tokenOf('1'), opened: true }))
    await waitFor(() => find(mounted.element, '.panel.open'))
    return mounted
  }
  afterEach(() => (document.documentElement.lang = ''))
  const waitForHeading = (element: SupportChat, words: string) => waitFor(() => heading(element) === words)

  test('are switched while it is open, words, dates and direction together, and back', async () => {
    const { element, session } = await page()
    session().receive({ content: 'Hi', sender_type: 'admin' })
    for (const [locale, words, day, direction] of [
      ['de-AT', 'Support-Chat', 'Heute', 'ltr'],
      ['ar', 'دردشة الدعم', 'اليوم', 'rtl'],
      ['he-IL', 'צ׳אט תמיכה', 'היום', 'rtl'],
      ['zh-TW', '在线客服', '今天', 'ltr'],
      ['pt_BR', 'Chat de suporte', 'Hoje', 'ltr'],
      ['en', 'Support Chat', 'Today', 'ltr'],
    ] as const) {
      element.locale = locale
      await waitForHeading(element, words)
      expect(find(element, '.day')?.textContent).toBe(day)
      const panel = find(element, '.panel')
      expect([panel?.getAttribute('dir'), panel?.getAttribute('lang')]).toEqual([direction, locale.replace('_', '-')])
    }
  })

  test.each([
    ['zh_Hans_CN', '在线客服', 'zh-Hans-CN'],
    ['iw', 'צ׳אט תמיכה', 'he'],
    ['he_IL', 'צ׳אט תמיכה', 'he-IL'],
    ['pt_BR', 'Chat de suporte', 'pt-BR'],
    ['de_DE.UTF-8@euro', 'Support-Chat', 'de-DE'],
    ['in', 'Support Chat', 'en'],
    ['sr@latin', 'Support Chat', 'en'],
    ['C.UTF-8', 'Support Chat', 'en'],
    ['POSIX', 'Support Chat', 'en'],
    ['*', 'Support Chat', 'en'],
    ['en-', 'Support Chat', 'en'],
    [' \ud800', 'Support Chat', 'en'],
    [{ toString: () => 'fr' }, 'Chat d’assistance', 'fr'],
    [42, 'Support Chat', 'en'],
  ])('as other systems write them are understood, and none is an error: %p', async (locale, words, lang) => {
    const { element } = await page()
    element.locale = 'ar'
    await waitForHeading(element, 'دردشة الدعم')
    element.locale = locale as string
    await waitForHeading(element, words)
    expect(find(element, '.panel')?.lang).toBe(lang)
  })

  test('a locale that does not exist is English, not an error', async () => {
    const { element, session } = await page()
    element.locale = 'ar'
    await waitForHeading(element, 'دردشة الدعم')
    element.locale = 'not a locale'
    await waitForHeading(element, 'Support Chat')
    session().receive({ content: 'Hi', sender_type: 'admin' })
    await waitFor(() => find(element, '.day')?.textContent === 'Today')
    expect(find(element, '.panel')?.lang).toBe('en')
  })

  test('the page’s is spoken, and followed when it changes', async () => {
    const { documentElement } = document
    documentElement.lang = 'fr'
    const { element } = await page()
    expect(heading(element)).toBe('Chat d’assistance')
    expect(find(element, '.launcher')?.getAttribute('aria-label')).toBe('Fermer le chat d’assistance')
    documentElement.lang = 'ja'
    await waitForHeading(element, 'サポートチャット')
    documentElement.lang = ''
    await waitForHeading(element, 'Support Chat')
  })

  test('of a page whose shadow tree it is in is followed too', async () => {
    const place = document.body.appendChild(document.createElement('div'))
    const page = place.attachShadow({ mode: 'open' }).appendChild(document.createElement('main'))
    page.lang = 'fr'
    const { element } = await mount((element) => Object.assign(element, { token: tokenOf('1'), opened: true }), page)
    await waitForHeading(element, 'Chat d’assistance')
    page.lang = 'ja'
    await waitForHeading(element, 'サポートチャット')
  })

  test('that are not there leave English, with English dates, until the page brings words of its own', async () => {
    document.documentElement.lang = 'fa'
    const { element } = await page()
    const panel = find(element, '.panel')!
    expect([panel.dir, panel.lang, heading(element)]).toEqual(['ltr', 'en', 'Support Chat'])
    element.strings = { heading: 'پشتیبانی' }
    await element.updateComplete
    expect([panel.dir, panel.lang, heading(element)]).toEqual(['rtl', 'fa', 'پشتیبانی'])
  })

  test('the page’s own words come before those of the language', async () => {
    const { element } = await page()
    element.strings = { heading: 'Hilfe' }
    element.locale = 'de'
    await waitFor(() => find(element, 'textarea')?.getAttribute('aria-label') === 'Nachricht')
    expect(heading(element)).toBe('Hilfe')
  })
})
