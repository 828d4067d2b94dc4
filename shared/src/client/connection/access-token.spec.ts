import { AccessToken } from './access-token.js'
import {
  createConnection,
  memoryOutboxStore,
  openUserChat,
  RequestError,
  type ConnectionOptions,
} from '../../client.js'
import { MiniServer } from '../../testing/mini-server.js'
import { until } from '../../testing/until.js'

const WAIT = 15_000
const jwt = (secondsLeft: number) =>
  `x.${btoa(JSON.stringify({ sub: 'user', exp: Date.now() / 1_000 + secondsLeft }))}.y`
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof RequestError ? error.error.code : error),
  )

describe('an access token', () => {
  let token: AccessToken
  const renewed = jest.fn()
  const source = (getToken: ConnectionOptions['getToken'], tokenAge?: () => number) =>
    (token = new AccessToken({ getToken, tokenAge }, WAIT, renewed))

  beforeEach(() => {
    jest.useFakeTimers()
    renewed.mockClear()
  })
  afterEach(() => {
    token.stop()
    jest.useRealTimers()
  })

  it('that never comes is given up after a while, and asked for again', async () => {
    const getToken = jest.fn((): string | Promise<string> => new Promise(() => undefined))
    source(getToken)
    const waits = Promise.all([codeOf(token.get()), codeOf(token.get())])
    await jest.advanceTimersByTimeAsync(WAIT)
    expect(await waits).toEqual(['unavailable', 'unavailable'])
    getToken.mockReturnValue('user')
    expect(await token.get()).toBe('user')
    expect(getToken).toHaveBeenCalledTimes(2)
  })

  it('may be none where cookies say who it is, and is asked for once then', async () => {
    const getToken = jest.fn(() => '')
    source(getToken)
    expect(await codeOf(token.get())).toBe('unauthenticated')
    getToken.mockClear()
    token = new AccessToken({ getToken, credentials: 'include' }, WAIT, renewed)
    const used = jest.fn(async (given: string) => given)
    expect([await token.use(used), await token.use(used)]).toEqual(['', ''])
    expect(getToken).toHaveBeenCalledTimes(1)
  })

  it('that comes late is used, unless a later call was answered before', async () => {
    const answers: ((token: string) => void)[] = []
    source(() => new Promise((answer) => answers.push(answer)))
    for (let call = 0; call < 3; call++) {
      const lost = codeOf(token.get())
      await jest.advanceTimersByTimeAsync(WAIT)
      expect(await lost).toBe('unavailable')
    }
    answers[1]!('second')
    await jest.advanceTimersByTimeAsync(0)
    expect(await token.get()).toBe('second')
    answers[0]!('first')
    await jest.advanceTimersByTimeAsync(0)
    expect(await token.get()).toBe('second')
    answers[2]!('third')
    await jest.advanceTimersByTimeAsync(0)
    expect(await token.get()).toBe('third')
    expect(renewed.mock.calls).toEqual([['second'], ['third']])
  })

  it.each([
    ['a sign-in page', '<!doctype html>\n<title>Sign in</title>'],
    ['words', 'not signed in'],
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['an object', { token: 'user' }],
    ['a number', 42],
  ])('that is %s is none, and the next one is asked for', async (_what, answer) => {
    const getToken = jest.fn<unknown, []>(() => answer)
    source(getToken as () => string)
    expect(await codeOf(token.get())).toBe('unauthenticated')
    getToken.mockReturnValue(Promise.resolve(' user\n'))
    expect(await token.get()).toBe('user')
  })

  it('that the page throws over is unavailable', async () => {
    source(() => {
      throw new Error('on purpose')
    })
    expect(await codeOf(token.get())).toBe('unavailable')
  })

  it('that was given stays in use where the page throws over the next', async () => {
    const getToken = jest.fn(() => 'ada')
    source(getToken)
    await token.get()
    getToken.mockImplementation(() => {
      throw new Error('It is Grace’s')
    })
    expect(await codeOf(token.freshen(-1))).toBe('unavailable')
    expect(await token.get()).toBe('ada')
    expect(renewed.mock.calls).toEqual([['ada']])
  })

  it('is freshened where the last answer is too old, by one call for all who ask', async () => {
    const getToken = jest.fn(() => 'user')
    source(getToken)
    await token.freshen(60_000)
    jest.advanceTimersByTime(60_000)
    await token.freshen(60_000)
    expect(getToken).toHaveBeenCalledTimes(1)
    jest.advanceTimersByTime(1)
    await Promise.all([token.freshen(60_000), token.freshen(60_000)])
    expect(getToken).toHaveBeenCalledTimes(2)
  })

  it('is freshened by when the page last said whose it is, where it is asked elsewhere too', async () => {
    let age = 0
    const getToken = jest.fn(() => 'user')
    source(getToken, () => age)
    await token.get()
    jest.advanceTimersByTime(60_001)
    await token.freshen(60_000)
    expect(getToken).toHaveBeenCalledTimes(1)
    age = 60_001
    await token.freshen(60_000)
    expect(getToken).toHaveBeenCalledTimes(2)
  })

  it.each([-3_600_000, 3_600_000])('is freshened after the clock was set by %d ms', async (jump) => {
    const getToken = jest.fn(() => 'user')
    source(getToken)
    await token.get()
    jest.setSystemTime(Date.now() + jump)
    await token.freshen(60_000)
    expect(getToken).toHaveBeenCalledTimes(2)
  })

  it('that the page gives again and again is asked for when it runs out, and no sooner', async () => {
    const hour = jwt(3_600)
    const getToken = jest.fn(() => hour)
    source(getToken)
    await token.get()
    await token.freshen(-1)
    await jest.advanceTimersByTimeAsync(3_530_000)
    expect(getToken).toHaveBeenCalledTimes(2)
    await jest.advanceTimersByTimeAsync(20_000)
    expect(getToken).toHaveBeenCalledTimes(3)
    await jest.advanceTimersByTimeAsync(600_000)
    expect(getToken.mock.calls.length).toBeLessThan(25)
  })

  it.each([40 * 86_400, 1e12, 1e300])('that lives for %d s starts no timer that is over at once', async (seconds) => {
    const getToken = jest.fn(() => jwt(seconds))
    source(getToken)
    await token.get()
    await jest.advanceTimersByTimeAsync(86_400_000)
    expect(getToken).toHaveBeenCalledTimes(1)
  })
})

describe('a chat whose page answers with tokens', () => {
  const timings = { backoff: 10, backoffMax: 50, stableAfter: 0, token: 30, tokenAge: -1 }
  let server: MiniServer
  const closing: (() => void)[] = []
  beforeEach(async () => {
    server = await new MiniServer().listen()
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) close()
    await server.close()
  })

  function open(options: Pick<ConnectionOptions, 'getToken'>) {
    const connection = createConnection({ serverUrl: server.url, ...options, timings })
    const chat = openUserChat(connection, { userKey: 'ada', store: memoryOutboxStore(), timings })
    connection.start()
    closing.push(() => (chat.close(), connection.stop()))
    return { connection, chat }
  }

  it('connects after answers that never came', async () => {
    let calls = 0
    const { chat } = open({ getToken: () => (++calls < 4 ? new Promise(() => undefined) : 'user') })
    chat.send('hello')
    await until(() => server.messages.length === 1)
  })

  it('sends nothing, and tells no socket, in the name of a user whom the page has signed in meanwhile', async () => {
    let person = 'user.ada'
    const refused: string[] = []
    const { connection, chat } = open({
      getToken: () => {
        if (person === 'user.ada') return person
        chat.close()
        refused.push(person)
        throw new Error('It is Grace’s')
      },
    })
    await until(() => chat.state.loaded && connection.state.transport === 'websocket')
    person = 'user.grace'
    chat.send('I am Grace')
    await until(() => refused.length > 0)
    expect(await codeOf(connection.freshenToken(-1))).toBe('unavailable')
    person = 'user.ada'
    await connection.freshenToken(-1)
    await connection.request('typing', { chat_id: server.chatId, is_typing: true })
    expect(server.sends).toEqual([])
    expect(server.seenTokens).not.toContain('user.grace')
  })
})
