import fc from 'fast-check'
import type { SenderType, SupportMessage } from '../../contract/user-api.js'
import {
  applyRead,
  emptyTimeline,
  firstSequence,
  gapAfter,
  isShown,
  MAX_HELD,
  openTimeline,
  prepend,
  receive,
  timelineItems,
  type Timeline,
} from './timeline.js'
import type { PendingMessage } from '../outbox/pending-message.js'

const message = (
  sequence: number,
  sender_type: SenderType = 'admin',
  read_at: string | null = null,
): SupportMessage => ({
  id: `id-${sequence}`,
  chat_id: 'chat',
  sequence,
  client_id: `client-${sequence}`,
  content: `text ${sequence}`,
  sender_type,
  sender_name: null,
  read_at,
  redacted_at: null,
  attachments: [],
  // A clock that runs backwards: code that orders by it fails here.
  created_at: new Date(1e12 - sequence * 1_000).toISOString(),
})
const log = (length: number) => Array.from({ length }, (_, at) => message(at + 1))
const pending = (client_id: string): PendingMessage => ({
  client_id,
  content: client_id,
  created_at: new Date(0).toISOString(),
  state: 'sending',
  error: null,
})
const sequences = (timeline: Timeline) => timeline.stored.map(({ sequence }) => sequence)
const pendingIn = (timeline: Timeline, ...written: PendingMessage[]) =>
  timelineItems(timeline, written).filter(({ kind }) => kind === 'pending')
const opened = (page: SupportMessage[]) => openTimeline(emptyTimeline('user'), page, page.at(-1)?.sequence ?? 0)

describe('a timeline', () => {
  it('shows what continues it and holds what is ahead', () => {
    const ahead = receive(opened(log(3)), [message(5), message(6)])
    expect(sequences(ahead)).toEqual([1, 2, 3])
    expect(gapAfter(ahead)).toBe(3)
    const healed = receive(ahead, [message(4)])
    expect(sequences(healed)).toEqual([1, 2, 3, 4, 5, 6])
    expect(gapAfter(healed)).toBeNull()
  })

  it('stays the same value when it hears nothing new', () => {
    const timeline = opened(log(3))
    expect(receive(timeline, [message(2), message(3)])).toBe(timeline)
    expect(receive(timeline, [])).toBe(timeline)
    expect(receive(timeline, [], 2)).toBe(timeline)
    expect(prepend(timeline, [message(7)])).toBe(timeline)
  })

  it('keeps what arrives before the first page', () => {
    const early = receive(emptyTimeline('user'), [message(4), message(3)])
    expect(timelineItems(early, [])).toEqual([])
    expect(gapAfter(early)).toBeNull()
    expect(sequences(openTimeline(early, log(2), 2))).toEqual([1, 2, 3, 4])
  })

  it('knows that it is behind when the first page is older than the head', () => {
    expect(gapAfter(openTimeline(emptyTimeline('user'), log(2), 5))).toBe(2)
  })

  it('opens an empty chat and takes its first message', () => {
    expect(sequences(receive(opened([]), [message(1)]))).toEqual([1])
  })

  it('opens in the middle and goes back page by page', () => {
    const all = log(9)
    const middle = opened(all.slice(6))
    expect(firstSequence(middle)).toBe(7)
    expect(sequences(prepend(middle, all.slice(3, 6)))).toEqual([4, 5, 6, 7, 8, 9])
    expect(sequences(prepend(middle, all.slice(2, 5)))).toEqual([7, 8, 9])
  })

  it('holds a bounded number of messages, and still knows how far behind it is', () => {
    const flooded = receive(
      opened([]),
      log(MAX_HELD * 2)
        .slice(1)
        .reverse(),
    )
    expect(flooded.held).toHaveLength(MAX_HELD)
    expect(gapAfter(flooded)).toBe(0)
    expect(flooded.head).toBe(MAX_HELD * 2)
    expect(gapAfter(receive(flooded, [message(1)]))).toBe(MAX_HELD + 1)
  })

  it('shows pending messages after the stored ones, in the order they were written', () => {
    const timeline = receive(opened(log(1)), [message(2)])
    expect(timelineItems(timeline, [pending('a'), pending('b')]).map(({ message: { content } }) => content)).toEqual([
      'text 1',
      'text 2',
      'a',
      'b',
    ])
  })

  it.each([
    ['acknowledgement first', 'broadcast second'],
    ['broadcast first', 'acknowledgement second'],
  ])('replaces the optimistic message once: %s, %s', () => {
    const once = receive(opened(log(1)), [message(2, 'user')])
    expect(pendingIn(once, pending('client-2'))).toEqual([])
    expect(receive(once, [message(2, 'user')])).toBe(once)
  })

  it('does not take a message for pending that is shown stored already', () => {
    const timeline = receive(opened(log(1)), [message(2, 'user')])
    expect(timelineItems(timeline, [pending('client-2')])).toEqual(timelineItems(timeline, []))
  })

  it('shows an acknowledged message as pending until what comes before it has come', () => {
    const waiting = receive(opened(log(1)), [message(3, 'user')])
    expect(pendingIn(waiting, pending('client-3'))).toHaveLength(1)
    expect(pendingIn(receive(waiting, [message(2)]), pending('client-3'))).toEqual([])
  })

  it("does not take the other side's message for its own, whatever its client_id", () => {
    const theirs = receive(opened(log(1)), [message(2, 'admin')])
    expect(pendingIn(theirs, pending('client-2'))).toHaveLength(1)
  })

  it('marks as read what the other side read, also what arrives after the news of it', () => {
    const mine = [message(1, 'user'), message(2, 'admin'), message(3, 'user')]
    const mark = { reader_type: 'admin' as const, up_to_sequence: 3, read_at: '2026-01-01T00:00:00.000Z' }
    const read = receive(applyRead(opened(mine.slice(0, 1)), mark), mine.slice(1))
    expect(read.stored.map(({ read_at }) => read_at)).toEqual([mark.read_at, null, mark.read_at])
    expect(applyRead(read, { ...mark, up_to_sequence: 2, read_at: 'later' })).toBe(read)
  })

  it('takes a read_at from a message that is fetched again, and never loses one', () => {
    const timeline = opened([message(1, 'user')])
    const read = receive(timeline, [message(1, 'user', 'then')])
    expect(read.stored[0]?.read_at).toBe('then')
    expect(receive(read, [message(1, 'user')])).toBe(read)
  })
})

describe('whatever the network does', () => {
  type Step = ['broadcast' | 'acknowledge' | 'write' | 'head' | 'page', number] | ['open', number, number]

  /** Orders, repetitions, losses and delays of everything a client can be told about a log of `length` messages. */
  const faults = fc.integer({ min: 1, max: 40 }).chain((length) => {
    const at = fc.integer({ min: 0, max: length - 1 })
    const kind = fc.constantFrom<'broadcast' | 'acknowledge' | 'write' | 'head' | 'page'>(
      'broadcast',
      'acknowledge',
      'write',
      'head',
      'page',
    )
    return fc.record({
      own: fc.array(fc.boolean(), { minLength: length, maxLength: length }),
      steps: fc.array(fc.tuple(kind, at), { maxLength: 120 }),
      openAfter: fc.nat(30),
      /** How much of the log is stored when the first page is read, and how much of that the page holds. */
      snapshot: fc.integer({ min: 0, max: length }),
      pageSize: fc.integer({ min: 1, max: 7 }),
    })
  })

  /** A timeline and what was written beside it, which leaves as `LiveChat` lets it leave. */
  interface Chat {
    timeline: Timeline
    written: PendingMessage[]
  }
  const nothing: Chat = { timeline: emptyTimeline('user'), written: [] }

  const run = (chat: Chat, all: SupportMessage[], step: Step): Chat => {
    const one = all[step[1]]!
    if (step[0] === 'write') {
      return one.sender_type === 'user' && isNew(chat, one)
        ? { ...chat, written: [...chat.written, pending(one.client_id!)] }
        : chat
    }
    return settle(applyStep(chat.timeline, all, step), chat.written, incomingOf(all, step))
  }
  const settle = (timeline: Timeline, written: PendingMessage[], heard: SupportMessage[]): Chat => ({
    timeline,
    written: written.filter(
      ({ client_id }) =>
        !isShown(timeline, client_id) &&
        !heard.some(
          (one) => one.sender_type === 'user' && one.client_id === client_id && one.sequence <= (timeline.last ?? 0),
        ),
    ),
  })
  const incomingOf = (all: SupportMessage[], [kind, at, size = 3]: Step): SupportMessage[] => {
    if (kind === 'open') return all.slice(Math.max(0, at - size), at)
    if (kind === 'page') return all.slice(at, at + size)
    return kind === 'broadcast' || kind === 'acknowledge' ? [all[at]!] : []
  }
  const applyStep = (timeline: Timeline, all: SupportMessage[], [kind, at, size = 3]: Step): Timeline => {
    const one = all[at]!
    if (kind === 'open') return openTimeline(timeline, all.slice(Math.max(0, at - size), at), at)
    if (kind === 'head') return receive(timeline, [], one.sequence)
    if (kind === 'page') return prepend(receive(timeline, all.slice(at, at + size)), all.slice(at, at + size))
    return receive(timeline, [one])
  }
  const isNew = ({ timeline, written }: Chat, { client_id, sequence }: SupportMessage) =>
    sequence > timeline.head && !written.some((other) => other.client_id === client_id)

  const heal = ({ timeline, written }: Chat, all: SupportMessage[], size: number): Chat => {
    let healed = receive(timeline, [], all.length)
    for (let after; (after = gapAfter(healed)) !== null;) healed = receive(healed, all.slice(after, after + size))
    while (firstSequence(healed) > 1) {
      const before = firstSequence(healed) - 1
      healed = prepend(healed, all.slice(Math.max(0, before - size), before))
    }
    return settle(healed, written, all)
  }

  const items = ({ timeline, written }: Chat) => timelineItems(timeline, written)
  const times = (chat: Chat, clientId: string | null) =>
    items(chat).filter((item) => item.message.client_id === clientId).length

  it('what is shown after healing is what is stored: each message once, in order, none pending', () => {
    fc.assert(
      fc.property(faults, ({ own, steps, openAfter, snapshot, pageSize }) => {
        const all = own.map((mine, at) => message(at + 1, mine ? 'user' : 'admin'))
        const story: Step[] = [...steps]
        story.splice(openAfter, 0, ['open', snapshot, pageSize])
        const end = story.reduce((chat, step) => run(chat, all, step), nothing)
        expect(items(heal(end, all, pageSize))).toEqual(all.map((one) => ({ kind: 'stored', message: one })))
      }),
      { numRuns: 500 },
    )
  })

  it('at every moment the shown messages have no gap, and what a person wrote is there exactly once', () => {
    fc.assert(
      fc.property(faults, ({ own, steps, openAfter, snapshot, pageSize }) => {
        const all = own.map((mine, at) => message(at + 1, mine ? 'user' : 'admin'))
        const story: Step[] = [...steps]
        story.splice(openAfter, 0, ['open', snapshot, pageSize])
        const written = new Set<string>()
        let chat = nothing
        for (const step of story) {
          chat = run(chat, all, step)
          const { timeline } = chat
          for (const { client_id } of chat.written) written.add(client_id)
          const shown = sequences(timeline)
          expect(shown).toEqual(shown.map((_, at) => firstSequence(timeline) + at))
          for (const clientId of written) {
            const { sequence } = all.find((one) => one.client_id === clientId)!
            const older = timeline.last !== null && sequence < firstSequence(timeline)
            expect(times(chat, clientId)).toBeLessThanOrEqual(1)
            if (!older) expect([clientId, times(chat, clientId)]).toEqual([clientId, 1])
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
