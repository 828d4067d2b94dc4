import { Logger } from '@nestjs/common'
import type { Config } from './config.js'
import { MAX_REFUSED_ORIGINS, OriginPolicy, REFUSALS_FORGOTTEN_MS } from './origin-policy.js'

describe('A refused origin', () => {
  const policyFor = (...allowedOrigins: string[]) =>
    new OriginPolicy({ allowedOrigins, publicUrl: 'https://support.example' } as unknown as Config)
  let warned: jest.SpyInstance
  const lines = () => warned.mock.calls.map(([line]) => line as string)

  beforeEach(() => {
    jest.useFakeTimers()
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined)
  })
  afterEach(() => {
    jest.useRealTimers()
    warned.mockRestore()
  })

  it('is named in the log with its reason, once in some minutes', () => {
    const policy = policyFor('https://shop.example')
    for (const _time of [1, 2]) expect(policy.admits('https://evil.example')).toBe(false)
    expect(policy.admits('https://shop.example')).toBe(true)
    const line =
      'Refused the origin https://evil.example: it is not among ALLOWED_ORIGINS; add it there if the page is yours'
    expect(lines()).toEqual([line])
    jest.advanceTimersByTime(REFUSALS_FORGOTTEN_MS)
    policy.admits('https://evil.example')
    expect(lines()).toEqual([line, line])
  })

  it('is told apart where nothing is allowed yet, and where a page has no origin', () => {
    policyFor().admits('https://shop.example')
    expect(lines()[0]).toContain('ALLOWED_ORIGINS is not set')
    policyFor('https://shop.example').admits('null')
    expect(lines()[1]).toContain('files and sandboxed frames')
  })

  it('costs neither memory nor log where a client makes origins up', () => {
    const policy = policyFor('https://shop.example')
    for (let n = 0; n < 10_000; n++) policy.admits(`https://${n}.${'x'.repeat(1000)}.example`)
    expect(lines()).toHaveLength(MAX_REFUSED_ORIGINS + 1)
    expect(lines().at(-1)).toContain(`more than ${MAX_REFUSED_ORIGINS} origins`)
    expect(Math.max(...lines().map((line) => line.length))).toBeLessThan(400)
  })
})
