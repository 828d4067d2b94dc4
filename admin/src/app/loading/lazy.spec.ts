import { codeTrouble, lazily, RETRY_CODE_MS } from './lazy.js'

/** What the server answers for each file; anything else is not there. */
let files: Record<string, string | 'fails' | undefined> = {}
const asked: string[] = []
let imports = 0

/** Every test has files of its own: what has come once is not asked for again. */
let tests = 0
const named = (file: string) => `${file}-AAAAAAA${tests}.js`

/** Looks as the build's functions do. */
const settings = Object.assign(async () => `code ${++imports}`, {
  toString: () => `()=>import("./${named('settings')}").then(n=>n.routes)`,
})

beforeEach(() => {
  jest.useFakeTimers()
  codeTrouble.set(null)
  imports = asked.length = 0
  tests++
  files = {
    [named('settings')]: `import{a}from"./${named('one')}";import"./${named('other')}"`,
    [named('one')]: '',
    [named('other')]: `import"./${named('one')}"`,
  }
  AbortSignal.timeout = () => new AbortController().signal
  globalThis.fetch = jest.fn(async (url: URL) => {
    const name = url.pathname.slice(1)
    asked.push(name)
    const text = files[name]
    if (text === 'fails') throw new TypeError('Failed to fetch')
    return { ok: text !== undefined, status: text === undefined ? 404 : 200, text: async () => text } as Response
  }) as typeof fetch
})
afterEach(() => jest.useRealTimers())

describe('code that is loaded when it is called for', () => {
  it('is imported once all its files are there: those that failed for a moment are asked for again', async () => {
    files[named('other')] = 'fails'
    const loaded = lazily(settings)
    await jest.advanceTimersByTimeAsync(RETRY_CODE_MS[0]! - 1)
    expect([codeTrouble(), imports]).toEqual(['retrying', 0])
    files[named('other')] = ''
    await jest.advanceTimersByTimeAsync(1)
    expect([await loaded, codeTrouble(), imports]).toEqual(['code 1', null, 1])
    expect(asked.filter((name) => name === named('other'))).toHaveLength(2)
  })

  it('is not asked for again where the server no longer has it, be it a file that it imports', async () => {
    files[named('one')] = undefined
    await expect(lazily(settings)).rejects.toThrow(named('one'))
    expect([codeTrouble(), imports, asked]).toEqual(['updated', 0, ['settings', 'one', 'other'].map(named)])
  })

  it('is given up in the end, and comes when it is called for again', async () => {
    files[named('settings')] = 'fails'
    const given = expect(lazily(settings)).rejects.toThrow('Failed to fetch')
    for (const wait of RETRY_CODE_MS) await jest.advanceTimersByTimeAsync(wait)
    await given
    expect([codeTrouble(), asked.length]).toEqual(['unreachable', RETRY_CODE_MS.length + 1])
    files[named('settings')] = ''
    expect([await lazily(settings), codeTrouble()]).toEqual(['code 1', null])
  })

  it('has each of its files asked for once, however often it is called for', async () => {
    await Promise.all([lazily(settings), lazily(settings)])
    await lazily(settings)
    expect([asked, imports]).toEqual([['settings', 'one', 'other'].map(named), 3])
  })

  it('is broken where its files are there and it cannot be run', async () => {
    const broken = async () => {
      throw new SyntaxError('Unexpected token')
    }
    await expect(lazily(broken)).rejects.toThrow('Unexpected token')
    expect(codeTrouble()).toBe('broken')
  })
})
