import type { SupportMessage } from '@support-chat/shared'
import type { ChatSession, ChatState } from '@support-chat/shared/client'
import { bringMessage, bringUnread, firstUnread, newestSequence } from './scroll-target.js'

const READ = '2026-03-04T12:00:00.000Z'

/** A chat of messages 1 to `last`, all the user's, of which those up to `read` are read; it opens with the newest ten. */
class PagedChat {
  private first: number
  loads = 0
  reachable = true
  private readonly listeners = new Set<(state: ChatState) => void>()
  private loadingOlder = false

  constructor(
    private readonly last: number,
    private readonly read = 0,
  ) {
    this.first = Math.max(1, last - 9)
  }

  get state(): ChatState {
    const sequences = Array.from({ length: this.last - this.first + 1 }, (_, index) => this.first + index)
    const items = sequences.map((sequence) => ({
      kind: 'stored',
      message: { sequence, sender_type: 'user', read_at: sequence <= this.read ? READ : null } as SupportMessage,
    }))
    return { items, hasMore: this.first > 1, loadingOlder: this.loadingOlder } as unknown as ChatState
  }

  async loadOlder(limit = 50): Promise<void> {
    this.loads++
    if (this.reachable) this.first = Math.max(1, this.first - limit)
  }

  subscribe(listener: (state: ChatState) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  setLoading(loading: boolean): void {
    this.loadingOlder = loading
    for (const listener of [...this.listeners]) listener(this.state)
  }

  get session(): ChatSession {
    return this as unknown as ChatSession
  }
}

describe('the place where a chat opens', () => {
  it('is the first message of the user that was not read', () => {
    expect(firstUnread(new PagedChat(9, 4).state)).toBe(5)
    expect(firstUnread(new PagedChat(9).state)).toBe(1)
    expect(firstUnread(new PagedChat(9, 9).state)).toBeNull()
  })

  it('is not known while the unread ones may begin further back, until they are loaded', async () => {
    const chat = new PagedChat(500, 100)
    expect(firstUnread(chat.state)).toBeNull()
    await bringUnread(chat.session)
    expect([firstUnread(chat.state), chat.loads]).toEqual([101, 2])
  })

  it('is looked for no further back than a reader would want to wait for', async () => {
    const chat = new PagedChat(5000)
    await bringUnread(chat.session)
    expect([firstUnread(chat.state), chat.loads]).toEqual([null, 3])
  })

  it('knows the newest message of a chat, and of an empty one', () => {
    expect([newestSequence(new PagedChat(12).state), newestSequence({ items: [] })]).toEqual([12, 0])
  })
})

describe('going to a message', () => {
  it('loads back to it, and not again when it is there', async () => {
    const chat = new PagedChat(300)
    expect([await bringMessage(chat.session, 7), await bringMessage(chat.session, 7), chat.loads]).toEqual([
      true,
      true,
      2,
    ])
  })

  it('ends where the message does not exist, or nothing can be loaded', async () => {
    expect(await bringMessage(new PagedChat(20).session, 99)).toBe(false)
    const chat = new PagedChat(300)
    chat.reachable = false
    expect([await bringMessage(chat.session, 7), chat.loads]).toEqual([false, 1])
  })

  it('waits for a page that scrolling up has asked for', async () => {
    const chat = new PagedChat(30)
    chat.setLoading(true)
    const going = bringMessage(chat.session, 3)
    await Promise.resolve()
    expect(chat.loads).toBe(0)
    chat.setLoading(false)
    expect(await going).toBe(true)
  })
})
