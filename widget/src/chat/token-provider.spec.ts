import { RequestError } from '@support-chat/shared/client'
import { TokenProvider, type TokenSource } from './token-provider.js'

/** Whose session the browser has a cookie of. */
let cookie = ''

/** A server that knows of whom the tokens are that nobody else can read, and the cookies. */
function provide(source: Partial<TokenSource>) {
  const asked = jest.fn(async (_url: string, { headers, credentials }: RequestInit) => {
    const bearer = new Headers(headers).get('authorization')?.slice('Bearer '.length)
    const user = bearer?.split('-')[0] ?? (credentials === 'include' ? cookie : '')
    return user ? Response.json({ external_id: user }) : new Response('{}', { status: 401 })
  })
  globalThis.fetch = asked as never
  const all: TokenSource = {
    currentToken: null,
    getToken: undefined,
    user: undefined,
    credentials: 'omit',
    assigned: 0,
    ...source,
  }
  const mismatch = jest.fn()
  const tokens = new TokenProvider(all, 'https://support.example.com', true, mismatch)
  return {
    asked,
    source: all,
    tokens,
    codes: () => mismatch.mock.calls.map(([thrown]) => (thrown as RequestError).error.code),
  }
}

describe('a token that is no JSON Web Token', () => {
  const { fetch } = globalThis
  afterEach(() => (globalThis.fetch = fetch))

  test('is of whom the server says', async () => {
    const { tokens, asked } = provide({ currentToken: 'ada-1', user: 'ada' })
    expect(await tokens.first()).toEqual({ sub: 'ada' })
    expect(asked.mock.calls[0]![0]).toBe('https://support.example.com/api/support_chat')
    expect(await tokens.get(false)).toBe('ada-1')
  })

  test('is not used where it is not of `user`', async () => {
    const { tokens, codes } = provide({ currentToken: 'grace-1', user: 'ada' })
    await expect(tokens.first()).rejects.toThrow(RequestError)
    expect(codes()).toEqual(['wrong_user'])
  })

  test('may be followed by another of the same user, and by none of another user', async () => {
    const { tokens, source, codes } = provide({ getToken: () => 'ada-1' })
    await tokens.first()
    source.getToken = async () => 'ada-2'
    await tokens.confirm(true)
    expect(codes()).toEqual([])
    source.getToken = () => 'grace-1'
    await expect(tokens.confirm(true)).rejects.toThrow(RequestError)
    expect(codes()).toEqual(['unauthenticated'])
  })

  test('is not asked about where it cannot be one', async () => {
    const { tokens, asked } = provide({ currentToken: 'ada and grace' })
    await expect(tokens.first()).rejects.toThrow('not a JSON Web Token')
    expect(asked).not.toHaveBeenCalled()
  })
})

describe('a `token` that is not of `user`', () => {
  const { fetch } = globalThis
  afterEach(() => (globalThis.fetch = fetch))

  test.each(['grace-1', 'no token at all'])('leaves it to `getToken` from the next time on: %s', async (token) => {
    const { tokens } = provide({ currentToken: token, user: 'ada', getToken: () => 'ada-1' })
    await expect(tokens.first()).rejects.toThrow(RequestError)
    expect(await tokens.first()).toEqual({ sub: 'ada' })
    expect(await tokens.get(false)).toBe('ada-1')
  })

  test('is tried again where there is nothing else', async () => {
    const { tokens, asked } = provide({ currentToken: 'grace-1', user: 'ada' })
    for (const times of [1, 2]) {
      await expect(tokens.first()).rejects.toThrow('not of `user`')
      expect(asked).toHaveBeenCalledTimes(times)
    }
  })
})

describe('a session by cookie', () => {
  const { fetch } = globalThis
  beforeEach(() => (cookie = 'ada'))
  afterEach(() => (globalThis.fetch = fetch))

  test('is of whom the server says, and is asked about again only when it is due', async () => {
    const { tokens, asked, source } = provide({ credentials: 'include' })
    expect(await tokens.first()).toEqual({ sub: 'ada' })
    expect(await tokens.get(false)).toBe('')
    expect(asked).toHaveBeenCalledTimes(1)
    expect([tokens.isDue(false), tokens.isDue(true)]).toEqual([false, true])
    source.credentials = 'omit'
    expect(tokens.isDue(true)).toBe(false)
  })

  test('of another user is a user switch, and none where `user` says otherwise', async () => {
    const { tokens, codes } = provide({ credentials: 'include' })
    await tokens.first()
    cookie = 'grace'
    await expect(tokens.confirm(true)).rejects.toThrow(RequestError)
    expect(codes()).toEqual(['unauthenticated'])
    const named = provide({ credentials: 'include', user: 'ada' })
    await expect(named.tokens.first()).rejects.toThrow('not of `user`')
    expect(named.codes()).toEqual(['wrong_user'])
  })

  test('that has ended is nobody’s', async () => {
    cookie = ''
    const { tokens } = provide({ credentials: 'include' })
    await expect(tokens.first()).rejects.toMatchObject({ error: { code: 'unauthenticated' } })
  })

  test.each<Partial<TokenSource>>([{}, { credentials: 'include', getToken: () => '' }])(
    'is not asked about where the page wants tokens: %j',
    async (source) => {
      const { tokens, asked } = provide(source)
      await expect(tokens.first()).rejects.toThrow('not a JSON Web Token')
      expect(asked).not.toHaveBeenCalled()
    },
  )
})
