import type { Principal } from '../auth/principal.js'
import {
  type MessageContext,
  type MessageDraft,
  MessagePolicy,
  MessagePolicyChain,
  type MessageVerdict,
} from './message-policy.js'
import { MessageReviewer, type Send } from './message-reviewer.js'

class Policy extends MessagePolicy {
  constructor(
    readonly review: (message: MessageDraft, context: MessageContext) => MessageVerdict | Promise<MessageVerdict>,
  ) {
    super()
  }
}

const principal = { id: 'ada', email: 'ada@example.com', name: 'Ada', role: 'user', externalId: '42' } as Principal
const send: Send = { principal, chatId: 'chat', body: { content: 'Hello', client_id: 'one' } }
const review = (policy: Policy['review'], isStored = false) =>
  new MessageReviewer(new Policy(policy)).review(send, () => Promise.resolve(isStored))

afterEach(() => jest.useRealTimers())

describe('A policy of messages', () => {
  it('is told what is sent, by whom and where', async () => {
    const asked: unknown[] = []
    await review((message, { chatId, sender }) => (asked.push(message, chatId, sender), 'allow'))
    const sender = { id: 'ada', email: 'ada@example.com', name: 'Ada', role: 'user', externalId: '42' }
    expect(asked).toEqual([{ content: 'Hello', clientId: 'one' }, 'chat', sender])
  })

  it('refuses a message, but not one that is stored already', async () => {
    const refuse = () => ({ refuse: 'Not here' })
    await expect(review(refuse)).rejects.toMatchObject({ code: 'invalid_request', message: 'Not here' })
    await expect(review(refuse, true)).resolves.toMatchObject({ body: send.body, isRewritten: true })
  })

  it('is given up after two seconds, with its signal aborted', async () => {
    jest.useFakeTimers()
    let signal: AbortSignal | undefined
    const late = review((_, context) => {
      signal = context.signal
      return new Promise(() => undefined)
    })
    const refused = expect(late).rejects.toMatchObject({ code: 'unavailable' })
    await jest.advanceTimersByTimeAsync(1_999)
    expect(signal?.aborted).toBe(false)
    await jest.advanceTimersByTimeAsync(1)
    await refused
    expect(signal?.aborted).toBe(true)
  })

  it('may not make a message blank, nor one that is too long', async () => {
    for (const rewrite of [' ', 'x'.repeat(4_001)]) {
      await expect(review(() => ({ rewrite }))).rejects.toThrow('blank or too long')
    }
  })

  it.each([undefined, null, true, {}, 'refuse', { refuse: '' }, { refuse: {} }, { rewrite: 5 }])(
    'lets nothing through with %j for an answer, alone or in a chain',
    async (answer) => {
      const policy = () => answer as MessageVerdict
      const sentence = "A message policy must answer 'allow', { rewrite: a text } or { refuse: a sentence }"
      await expect(review(policy)).rejects.toThrow(sentence)
      const chain = new MessagePolicyChain([new Policy(policy)])
      await expect(review((message, context) => chain.review(message, context))).rejects.toThrow(sentence)
    },
  )

  it('is asked about what the one before it has left, until one refuses', async () => {
    const asked: string[] = []
    const chain = new MessagePolicyChain([
      new Policy(() => ({ rewrite: 'Hello there' })),
      new Policy(({ content }) => (asked.push(content), { rewrite: `${content}!` })),
      new Policy(({ content }) => (asked.push(content), { refuse: 'No' })),
      new Policy(() => (asked.push('never'), 'allow')),
    ])
    await expect(review((message, context) => chain.review(message, context))).rejects.toThrow('No')
    expect(asked).toEqual(['Hello there', 'Hello there!'])
  })
})
