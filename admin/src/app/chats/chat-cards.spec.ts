import type { SupportMessage } from '@support-chat/shared'
import { card } from '../connection/fake-connection.js'
import { withUserMessage } from './chat-cards.js'

describe('withUserMessage', () => {
  const message = { sequence: 2, content: '😀'.repeat(150), created_at: '2026-03-04T13:00:00.000Z' } as SupportMessage

  it('makes the chat unread and active, with a preview cut at a whole character', () => {
    const next = withUserMessage(card('a', 1, { archived: true, last_message_sender: 'admin' }), message)
    expect(next).toMatchObject({ unread: true, archived: false, message_count: 2, last_message_sender: 'user' })
    expect(next.last_message_preview).toBe('😀'.repeat(100))
  })

  it('changes nothing for a message that is known', () => {
    const known = card('a', 1, { message_count: 2 })
    expect(withUserMessage(known, message)).toBe(known)
  })
})
