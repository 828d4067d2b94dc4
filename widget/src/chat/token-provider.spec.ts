import { RequestError } from '@support-chat/shared/client'
import { TokenProvider, type TokenSource } from './token-provider.js'

/** A server that knows of whom the tokens are that nobody else can read. */
function provide(source: Partial<TokenSource>) {
  const asked = jest.fn(async (_url: string, { headers }: RequestInit) => {
    const token = new Headers(headers).get('authorization')!.slice('Bearer '.length)
    return Response.json({ external_id: token.split('-')[0] })
  })
  globalThis.fetch = asked as never
  const all: TokenSource = { token: null, getToken: undefined, user: undefined, assigned: 0, ...source }
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
    const { tokens, asked } = provide({ token: 'ada-1', user: 'ada' })
    expect(await tokens.first()).toEqual({ sub: 'ada' })
    expect(asked.mock.calls[0]![0]).toBe('https://support.example.com/api/support_chat')
    expect(await tokens.get(false)).toBe('ada-1')
  })

  test('is not used where it is not of `user`', async () => {
    const { tokens, codes } = provide({ token: 'grace-1', user: 'ada' })
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
    const { tokens, asked } = provide({ token: 'ada and grace' })
    await expect(tokens.first()).rejects.toThrow('not a JSON Web Token')
    expect(asked).not.toHaveBeenCalled()
  })
})

describe('a `token` that is not of `user`', () => {
  const { fetch } = globalThis
  afterEach(() => (globalThis.fetch = fetch))

  test.each(['grace-1', 'no token at all'])('leaves it to `getToken` from the next time on: %s', async (token) => {
    const { tokens } = provide({ token, user: 'ada', getToken: () => 'ada-1' })
    await expect(tokens.first()).rejects.toThrow(RequestError)
    expect(await tokens.first()).toEqual({ sub: 'ada' })
    expect(await tokens.get(false)).toBe('ada-1')
  })

  test('is tried again where there is nothing else', async () => {
    const { tokens, asked } = provide({ token: 'grace-1', user: 'ada' })
    for (const times of [1, 2]) {
      await expect(tokens.first()).rejects.toThrow('not of `user`')
      expect(asked).toHaveBeenCalledTimes(times)
    }
  })
})
