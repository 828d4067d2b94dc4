import { AuthApi } from './auth-api.js'

/** What the server does with the next request; `fetch` settles as a browser's does. */
const serve = (answer: (signal: AbortSignal) => Promise<unknown>) => {
  window.fetch = jest.fn((_: unknown, init?: RequestInit) => answer(init!.signal!)) as unknown as typeof fetch
}
const untilAborted = (signal: AbortSignal) =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(new Error('aborted'))
    signal.addEventListener('abort', () => reject(new Error('aborted')))
  })

let patience: AbortController

beforeEach(() => {
  patience = new AbortController()
  AbortSignal.timeout = jest.fn(() => patience.signal)
})

describe('Signing in and staying so', () => {
  it('ends its wait for a server that says nothing, and may be tried again', async () => {
    serve(untilAborted)
    const refreshing = new AuthApi().refresh('a token')
    patience.abort()
    await expect(refreshing).rejects.toMatchObject({ error: { code: 'unavailable' } })
  })

  it('takes an answer that breaks off for none', async () => {
    serve((signal) => Promise.resolve({ ok: true, json: () => untilAborted(signal) }))
    const refreshing = new AuthApi().refresh('a token')
    await Promise.resolve()
    patience.abort()
    await expect(refreshing).rejects.toMatchObject({ error: { code: 'unavailable' } })
  })
})
