import type { EmailDelivery, MessageDelivery } from '@support-chat/shared'
import { type Delivered, deliveryLines, deliveryState, deliverySummary } from './delivery-words.js'

/** On one day of the reader, so that times stand alone. */
const at = (hour: number, minute: number) => new Date(2026, 2, 4, hour, minute).toISOString()
const NOW = Date.parse(at(15, 0))

function delivered(changes: Partial<MessageDelivery> | null = {}, readAt: string | null = null): Delivered {
  const nothing = { message_id: 'id', sequence: 1, delivered_at: null, read_at: null, email: null }
  return { storedAt: at(14, 0), readAt, delivery: changes ? { ...nothing, ...changes } : undefined }
}

const email = (changes: Partial<EmailDelivery>): Partial<MessageDelivery> => ({
  email: { status: 'waiting', due_at: null, sent_at: null, reason: null, ...changes },
})
const summary = (message: Delivered) => deliverySummary(message, NOW).replace(/\u202f/g, ' ')
const emailLine = (message: Delivered) => deliveryLines(message).at(-1)?.words

describe('deliverySummary', () => {
  it('says how far a message got', () => {
    expect(summary(delivered(null))).toBe('Sent')
    expect(summary(delivered())).toBe('Sent')
    expect(summary(delivered({ delivered_at: at(14, 1) }))).toBe('Delivered')
    expect(summary(delivered({ read_at: at(14, 3) }))).toMatch(/^Read (2:03 PM|14:03)$/)
    expect(summary(delivered(null, at(14, 3)))).toMatch(/^Read /)
  })

  it('says what becomes of the email while the message is unread, and no more once it is read', () => {
    const waiting = email({ due_at: at(14, 5) })
    expect(summary(delivered(waiting))).toMatch(/^Sent · Email waiting until (2:05 PM|14:05)$/)
    expect(summary(delivered({ ...waiting, delivered_at: at(14, 1) }))).toMatch(/^Delivered · Email waiting until /)
    expect(summary(delivered(email({ status: 'sent', sent_at: at(14, 5) })))).toMatch(/^Sent · Email sent at /)
    expect(summary(delivered({ ...waiting, read_at: at(14, 2) }))).not.toContain('Email')
  })

  it('names the day where it is not today', () => {
    const yesterday = new Date(2026, 2, 3, 14, 3).toISOString()
    expect(summary(delivered(null, yesterday))).toMatch(/Mar|3/)
  })
})

describe('deliveryLines', () => {
  it('say why there was no email', () => {
    const notSent = (reason: string | null) => emailLine(delivered(email({ status: 'not_sent', reason })))
    expect(['read', 'archived', 'opted_out', 'file', 'whatever'].map(notSent)).toEqual([
      'not sent: read in time',
      'not sent: the chat is archived',
      'not sent: the user wants no emails',
      'not sent: no mail server is set up',
      'not sent',
    ])
    const failed = delivered(email({ status: 'failed', reason: 'Mailbox full' }))
    expect([emailLine(failed), deliveryState(failed)]).toEqual(['failed: Mailbox full', 'failed'])
  })

  it('say of what was read while its email waited that none is needed', () => {
    expect(emailLine(delivered(email({ due_at: at(14, 5) }), at(14, 2)))).toBe('not sent: read in time')
  })

  it('say what has not happened yet, and nothing of what is not known', () => {
    const terms = (message: Delivered) => deliveryLines(message).map(({ term }) => term)
    expect(
      deliveryLines(delivered())
        .map(({ words }) => words)
        .slice(1),
    ).toEqual(['Not yet', 'Not yet'])
    expect(terms(delivered(null))).toEqual(['Stored', 'Read'])
    expect(terms(delivered({}, at(14, 3)))).toEqual(['Stored', 'Read'])
  })
})
