import { Outbox, type OutboxOptions } from './outbox.js'
import { clearOutbox, memoryOutboxStore, outboxPrefix, type OutboxStore } from './outbox-store.js'
import { TIMINGS } from '../core/timings.js'
import { RequestError } from '../core/request-error.js'
import type { ErrorCode } from '../../contract/error-codes.js'
import type { SupportMessage } from '../../contract/user-api.js'
import { until } from '../../testing/until.js'
import type { PendingMessage } from './pending-message.js'

/** What the tabs of one browser share: a change made by one is heard by the others. */
class SharedStorage {
  readonly values = new Map<string, string>()
  readonly #tabs = new Set<(key: string, value: string | null) => void>()

  tab(): OutboxStore {
    let own: ((key: string, value: string | null) => void) | undefined
    const notify = (key: string, value: string | null) => {
      for (const tab of this.#tabs) if (tab !== own) tab(key, value)
    }
    return {
      load: (prefix) => [...this.values].filter(([key]) => key.startsWith(prefix)),
      set: (key, value) => (this.values.set(key, value), notify(key, value)),
      remove: (key) => (this.values.delete(key), notify(key, null)),
      watch: (listener) => {
        own = listener
        this.#tabs.add(listener)
        return () => this.#tabs.delete(listener)
      },
    }
  }
}

const stored = ({ client_id, content }: PendingMessage): SupportMessage => ({
  id: client_id,
  chat_id: 'chat',
  sequence: 1,
  client_id,
  content,
  sender_type: 'user',
  sender_name: null,
  read_at: null,
  redacted_at: null,
  attachments: [],
  created_at: '',
})
const refusal = (code: ErrorCode, details?: unknown) => new RequestError({ code, message: code, details })
const prefix = outboxPrefix('https://a.example', 'ann', 'own')
const opened: Outbox[] = []

/** An outbox with a server of one function; `line.up` is the connection. */
function open(store: OutboxStore, deliver: OutboxOptions['deliver'], overrides: Partial<OutboxOptions> = {}) {
  const line = { up: true }
  const delivered: string[] = []
  const gone: string[] = []
  const outbox = new Outbox({
    store,
    prefix,
    timings: { ...TIMINGS, backoff: 5, backoffMax: 20 },
    ready: () => line.up,
    prepare: async () => undefined,
    serverAnswers: async () => false,
    deliver,
    onDelivered({ content, client_id }) {
      delivered.push(content)
      outbox.remove(client_id ?? '')
    },
    onChange: () => undefined,
    onGone(clientId) {
      gone.push(clientId)
      outbox.remove(clientId)
    },
    ...overrides,
  })
  opened.push(outbox)
  return { outbox, line, delivered, gone, texts: () => outbox.messages.map(({ content }) => content) }
}

afterEach(() => {
  for (const outbox of opened.splice(0)) outbox.close()
})

describe('an outbox', () => {
  it('sends in order, one at a time', async () => {
    let inFlight = 0
    const { outbox, delivered } = open(memoryOutboxStore(), async (message) => {
      expect(++inFlight).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 1))
      inFlight--
      return stored(message)
    })
    for (const text of ['a', 'b', 'c']) outbox.add(text)
    await until(() => delivered.join('') === 'abc')
    expect(outbox.messages).toEqual([])
  })

  it('keeps what is unsent over a reload, in order, and sends it when the line is up', async () => {
    const store = memoryOutboxStore()
    const before = open(store, () => Promise.reject(refusal('unavailable')))
    before.line.up = false
    const texts = Array.from({ length: 12 }, (_, at) => `text ${at}`)
    for (const text of texts) before.outbox.add(text)
    before.outbox.close()

    const after = open(store, (message) => Promise.resolve(stored(message)))
    expect(after.texts()).toEqual(texts)
    after.outbox.resume()
    await until(() => after.delivered.length === texts.length)
    expect(after.delivered).toEqual(texts)
    expect(store.load('')).toEqual([])
  })

  it.each<ErrorCode>(['unavailable', 'internal', 'unauthenticated'])(
    'goes on trying the same message after %s, and nothing overtakes it',
    async (code) => {
      let refusals = 3
      const tried: string[] = []
      const { outbox, delivered } = open(memoryOutboxStore(), (message) => {
        tried.push(message.content)
        return refusals-- > 0 ? Promise.reject(refusal(code)) : Promise.resolve(stored(message))
      })
      outbox.add('a')
      outbox.add('b')
      expect(outbox.messages.every(({ state }) => state === 'sending')).toBe(true)
      await until(() => delivered.join('') === 'ab')
      expect(tried.join('')).toBe('aaaab')
    },
  )

  it.each<ErrorCode>(['content_too_long', 'conflict', 'forbidden', 'invalid_request', 'not_found'])(
    'keeps the text and the reason after %s, and sends the next one',
    async (code) => {
      const { outbox, delivered } = open(memoryOutboxStore(), (message) =>
        message.content === 'bad' ? Promise.reject(refusal(code)) : Promise.resolve(stored(message)),
      )
      outbox.add('bad')
      outbox.add('good')
      await until(() => delivered.length === 1)
      expect(outbox.messages).toMatchObject([{ content: 'bad', state: 'failed', error: { code } }])
    },
  )

  it('gives a message up that the server stumbles over, in order, also over reloads, and sends the next ones', async () => {
    const store = memoryOutboxStore()
    const tried: string[] = []
    const deliver = (message: PendingMessage) => {
      tried.push(message.content)
      // The page is closed over the second try.
      if (tried.length === 3) return new Promise<SupportMessage>(() => undefined)
      return message.content === 'bad' ? Promise.reject(refusal('internal')) : Promise.resolve(stored(message))
    }
    const first = open(store, deliver)
    for (const text of ['before', 'bad', 'b', 'c']) first.outbox.add(text)
    await until(() => tried.length === 3)
    first.outbox.close()
    const { outbox, delivered } = open(store, deliver)
    outbox.resume()
    await until(() => delivered.join('') === 'bc')
    expect(outbox.messages).toMatchObject([{ content: 'bad', state: 'failed', error: { code: 'internal' } }])
    expect(tried.join(' ')).toBe('before bad bad bad bad bad bad b c')
  })

  it('tries one that was given up as often again when the user asks for it', async () => {
    let tries = 0
    const { outbox } = open(memoryOutboxStore(), () => (tries++, Promise.reject(refusal('internal'))))
    const clientId = outbox.add('bad')
    const failed = () => outbox.messages[0]?.state === 'failed'
    await until(failed)
    expect(tries).toBe(5)
    outbox.retry(clientId)
    expect(failed()).toBe(false)
    await until(failed)
    expect(tries).toBe(10)
  })

  it('gives a message up that alone is unavailable while the server answers everything else', async () => {
    let tries = 0
    const { outbox, delivered } = open(
      memoryOutboxStore(),
      (message) => {
        if (message.content !== 'bad') return Promise.resolve(stored(message))
        tries++
        return Promise.reject(refusal('unavailable'))
      },
      { serverAnswers: async () => true },
    )
    outbox.add('bad')
    outbox.add('good')
    await until(() => delivered.length === 1)
    expect(tries).toBe(20)
    expect(outbox.messages).toMatchObject([{ content: 'bad', state: 'failed', error: { code: 'unavailable' } }])
  })

  it.each<[ErrorCode, boolean]>([
    ['unavailable', false],
    ['rate_limited', true],
    ['unauthenticated', true],
  ])('holds nothing against a message that is %s', async (code, answers) => {
    let refusals = 40
    const { outbox, delivered } = open(
      memoryOutboxStore(),
      (message) => (refusals-- > 0 ? Promise.reject(refusal(code)) : Promise.resolve(stored(message))),
      { serverAnswers: async () => answers, timings: { ...TIMINGS, backoff: 1, backoffMax: 1 } },
    )
    outbox.add('patient')
    await until(() => delivered.length === 1)
  })

  it('does not send what its owner has closed it over, or taken back, while it prepared', async () => {
    const deliver = jest.fn((message: PendingMessage) => Promise.resolve(stored(message)))
    const closing = open(memoryOutboxStore(), deliver, { prepare: async () => closing.outbox.close() })
    closing.outbox.add('a')
    const taking = open(memoryOutboxStore(), deliver, { prepare: async () => void taking.outbox.remove(clientId) })
    const clientId = taking.outbox.add('b')
    await until(() => taking.texts().length === 0)
    await new Promise((resolve) => setImmediate(resolve))
    expect(deliver).not.toHaveBeenCalled()
    expect(closing.texts()).toEqual(['a'])
  })

  it('waits as long as the server asks when there were too many, and says nothing', async () => {
    const times: number[] = []
    const { outbox, delivered } = open(memoryOutboxStore(), (message) => {
      times.push(performance.now())
      if (times.length === 1) return Promise.reject(refusal('rate_limited', { retry_after_ms: 60 }))
      expect(outbox.messages[0]?.state).toBe('sending')
      return Promise.resolve(stored(message))
    })
    outbox.add('a')
    await until(() => delivered.length === 1)
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(59)
  })

  it('keeps a failed message over a reload as failed, until it is sent again', async () => {
    const store = memoryOutboxStore()
    const before = open(store, () => Promise.reject(refusal('forbidden')))
    const clientId = before.outbox.add('a')
    await until(() => before.outbox.messages[0]?.state === 'failed')
    before.outbox.close()

    const after = open(store, (message) => Promise.resolve(stored(message)))
    after.outbox.resume()
    expect(after.outbox.messages).toMatchObject([
      { client_id: clientId, state: 'failed', error: { code: 'forbidden' } },
    ])
    after.outbox.retry(clientId)
    await until(() => after.delivered.length === 1)
  })

  it('keeps a text over the limit without bothering the server', () => {
    const { outbox } = open(memoryOutboxStore(), () => Promise.reject(new Error('never asked')))
    const clientId = outbox.add('x'.repeat(4_001))
    outbox.retry(clientId)
    expect(outbox.messages).toMatchObject([{ state: 'failed', error: { code: 'content_too_long' } }])
  })

  it('keeps a message that has failed in its place', async () => {
    const { outbox, line, texts } = open(memoryOutboxStore(), () => Promise.reject(refusal('conflict')))
    line.up = false
    const first = outbox.add('a')
    outbox.add('b')
    line.up = true
    outbox.retry(first)
    await until(() => outbox.messages.every(({ state }) => state === 'failed'))
    expect(texts()).toEqual(['a', 'b'])
  })

  it('sends no more what the server has, and keeps it among its messages until it is taken out', async () => {
    const store = memoryOutboxStore()
    const { outbox, line, delivered, texts } = open(store, (message) => Promise.resolve(stored(message)))
    line.up = false
    const clientId = outbox.add('a')
    outbox.settle(clientId)
    expect(texts()).toEqual(['a'])
    expect(store.load('')).toEqual([])
    line.up = true
    outbox.add('b')
    await until(() => delivered.length === 1)
    expect(delivered).toEqual(['b'])
    expect(outbox.remove(clientId)).toBeNull()
    expect(texts()).toEqual([])
  })

  it('gives the text back when a message is discarded', () => {
    const { outbox, line, texts } = open(memoryOutboxStore(), (message) => Promise.resolve(stored(message)))
    line.up = false
    const clientId = outbox.add('a')
    expect(outbox.remove(clientId)).toBe('a')
    expect(outbox.remove(clientId)).toBeNull()
    expect(texts()).toEqual([])
  })

  it('sends all the same when the storage is full', async () => {
    const full = {
      ...memoryOutboxStore(),
      set: () => {
        throw new Error('QuotaExceededError')
      },
    }
    const { outbox, delivered, line, texts } = open(full, (message) => Promise.resolve(stored(message)))
    line.up = false
    outbox.add('a')
    expect(texts()).toEqual(['a'])
    line.up = true
    outbox.resume()
    await until(() => delivered.length === 1)
  })

  it('is not led astray by what else is in the storage', () => {
    const store = memoryOutboxStore()
    store.set(`${prefix}1`, 'not json')
    store.set(`${prefix}2`, '{"content":5}')
    store.set(`${prefix}3`, 'null')
    store.set(`${prefix}4`, '{"client_id":"another","content":"under a key that is not its own"}')
    store.set(`${prefix}5`, '{"client_id":5,"content":{}}')
    expect(open(store, () => Promise.reject(new Error('never asked'))).texts()).toEqual([])
  })

  it.each<[string, object]>([
    ['of an older version', { order: 1, created_at: '2020-01-01T00:00:00.000Z', state: 'sending' }],
    ['without anything else', {}],
    ['with the wrong things', { order: 'x', created_at: 'never', state: 7, error: 'none', penalty: 'a lot' }],
    ['with numbers that nothing follows', { order: 1e308, penalty: -1e308 }],
    ['with null everywhere', { order: null, created_at: null, state: null, error: null, penalty: null }],
  ])('sends what was kept %s, and what is written after it', async (_what, rest) => {
    const store = memoryOutboxStore()
    store.set(`${prefix}1`, JSON.stringify({ client_id: '1', content: 'kept', ...rest }))
    const { outbox, delivered, line } = open(store, (message) => Promise.resolve(stored(message)))
    line.up = false
    outbox.add('new')
    expect(outbox.messages).toMatchObject([
      { content: 'kept', state: 'sending', error: null, created_at: expect.stringMatching(/^\d{4}-.*Z$/) as string },
      { content: 'new' },
    ])
    line.up = true
    outbox.resume()
    await until(() => delivered.join() === 'kept,new')
  })

  it('keeps what is too long for the line from ever getting there', () => {
    const store = memoryOutboxStore()
    const content = 'x'.repeat(5_000_000)
    store.set(`${prefix}1`, JSON.stringify({ client_id: '1', content, order: 1, state: 'sending' }))
    const { outbox } = open(store, () => Promise.reject(new Error('never asked')))
    outbox.resume()
    expect(outbox.messages).toMatchObject([{ state: 'failed', error: { code: 'content_too_long' } }])
  })

  it('opens, sends and closes where the storage cannot be read', async () => {
    const refuse = () => {
      throw new DOMException('', 'SecurityError')
    }
    const { outbox, delivered } = open({ load: refuse, set: refuse, remove: refuse, watch: refuse }, (message) =>
      Promise.resolve(stored(message)),
    )
    outbox.add('a')
    await until(() => delivered.length === 1)
  })
})

describe('another user, server or chat', () => {
  it.each([
    outboxPrefix('https://a.example', 'bob', 'own'),
    outboxPrefix('https://a.example', 'an', 'own'),
    outboxPrefix('https://b.example', 'ann', 'own'),
    outboxPrefix('https://a.example', 'ann', 'other'),
    outboxPrefix('https://a.example', 'ann|own', ''),
  ])('sees none of it: %s', (foreign) => {
    const store = memoryOutboxStore()
    const mine = open(store, () => Promise.reject(refusal('unavailable')))
    mine.line.up = false
    mine.outbox.add('secret')
    expect(open(store, () => Promise.reject(new Error('never asked')), { prefix: foreign }).texts()).toEqual([])
  })

  it('is left alone when one user signs out', () => {
    const store = memoryOutboxStore()
    const leave = (userKey: string) => {
      const { outbox, line } = open(store, () => Promise.reject(refusal('unavailable')), {
        prefix: outboxPrefix('https://a.example', userKey, 'own'),
      })
      line.up = false
      outbox.add(userKey)
    }
    leave('ann')
    leave('bob')
    clearOutbox('https://a.example', 'ann', store)
    expect(store.load('').map(([, value]) => (JSON.parse(value) as PendingMessage).content)).toEqual(['bob'])
  })
})

describe('two tabs', () => {
  it('show the same, and what one has sent leaves the other', async () => {
    const storage = new SharedStorage()
    const sent: string[] = []
    const deliver = (message: PendingMessage) => (sent.push(message.content), Promise.resolve(stored(message)))
    const first = open(storage.tab(), deliver)
    const second = open(storage.tab(), deliver)
    first.line.up = false
    const clientId = first.outbox.add('a')
    expect(second.texts()).toEqual(['a'])
    first.line.up = true
    first.outbox.resume()
    await until(() => second.gone.includes(clientId))
    expect(second.texts()).toEqual([])
    expect(sent).toEqual(['a'])
  })

  it('do not overwrite what the other has added', () => {
    const storage = new SharedStorage()
    const [first, second] = [0, 1].map(() => open(storage.tab(), () => Promise.reject(refusal('unavailable'))))
    first!.line.up = second!.line.up = false
    first!.outbox.add('a')
    second!.outbox.add('b')
    expect(first!.texts()).toEqual(['a', 'b'])
    expect(second!.texts()).toEqual(['a', 'b'])
    expect(storage.values.size).toBe(2)
  })

  it('agree that a message has failed, and that it is sent again', async () => {
    const storage = new SharedStorage()
    let refuse = true
    const deliver = (message: PendingMessage) =>
      refuse ? Promise.reject(refusal('forbidden')) : Promise.resolve(stored(message))
    const first = open(storage.tab(), deliver)
    const second = open(storage.tab(), deliver)
    const clientId = first.outbox.add('a')
    await until(() => second.outbox.messages[0]?.state === 'failed')
    refuse = false
    second.outbox.retry(clientId)
    await until(() => first.gone.includes(clientId))
  })

  it('carry on for each other when one has died', async () => {
    const storage = new SharedStorage()
    const first = open(storage.tab(), () => new Promise<SupportMessage>(() => undefined))
    const second = open(storage.tab(), (message) => Promise.resolve(stored(message)))
    first.outbox.add('a')
    first.outbox.close()
    second.outbox.resume()
    await until(() => second.delivered.length === 1)
    expect(storage.values.size).toBe(0)
  })
})
