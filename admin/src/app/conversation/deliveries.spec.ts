import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import type { MessageDelivery } from '@support-chat/shared'
import { ENGINE } from '../connection/engine.js'
import { FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { Conversation } from './conversation.js'
import { Deliveries } from './deliveries.js'

const delivery = (sequence: number, changes: Partial<MessageDelivery> = {}): MessageDelivery => ({
  message_id: `id ${sequence}`,
  sequence,
  delivered_at: null,
  read_at: null,
  email: null,
  ...changes,
})

function open(...sequences: number[]) {
  const connection = new FakeConnection(() => ({ deliveries: sequences.map((sequence) => delivery(sequence)) }))
  const items = sequences.map((sequence) => ({ kind: 'stored', message: { sequence, sender_type: 'admin' } }))
  TestBed.configureTestingModule({
    providers: [
      LiveConnection,
      Deliveries,
      { provide: ENGINE, useValue: { createConnection: () => connection } },
      { provide: Conversation, useValue: { chatId: () => 'chat', state: signal({ items }) } },
    ],
  })
  return { connection, deliveries: TestBed.inject(Deliveries) }
}

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

async function settled(): Promise<void> {
  TestBed.tick()
  await jest.advanceTimersByTimeAsync(300)
  TestBed.tick()
  await jest.advanceTimersByTimeAsync(300)
}

describe('Deliveries', () => {
  it('asks once for what is on the screen', async () => {
    const { connection, deliveries } = open(2, 5)
    await settled()
    expect(connection.asked).toEqual(['GET /api/admin/chats/chat/deliveries?from=2&to=5'])
    expect(deliveries.of(5)).toEqual(delivery(5))
  })

  it('takes what is told, of this chat only, and never unreads', async () => {
    const { connection, deliveries } = open(2)
    await settled()
    const read_at = '2026-03-04T12:00:00.000Z'
    connection.emit('messages_read', { chat_id: 'other', reader_type: 'user', up_to_sequence: 2, read_at })
    expect(deliveries.of(2)?.read_at).toBeNull()
    connection.emit('messages_read', { chat_id: 'chat', reader_type: 'user', up_to_sequence: 2, read_at })
    connection.emit('deliveries', { chat_id: 'chat', deliveries: [delivery(2)] })
    expect(deliveries.of(2)?.read_at).toBe(read_at)
  })

  it('asks again and again where nothing is told, for what was not read', async () => {
    const { connection, deliveries } = open(2, 5)
    await settled()
    const read_at = '2026-03-04T12:00:00.000Z'
    connection.answer = () => ({ deliveries: [delivery(2, { read_at }), delivery(5, { delivered_at: read_at })] })
    connection.become({ transport: 'rest' })
    TestBed.tick()
    await jest.advanceTimersByTimeAsync(5_000)
    await settled()
    expect([deliveries.of(2)?.read_at, deliveries.of(5)?.delivered_at]).toEqual([read_at, read_at])
    await jest.advanceTimersByTimeAsync(5_000)
    await settled()
    expect(connection.asked.slice(1)).toEqual([
      'GET /api/admin/chats/chat/deliveries?from=2&to=5',
      'GET /api/admin/chats/chat/deliveries?from=5&to=5',
    ])
    connection.become({ transport: 'websocket' })
    TestBed.tick()
    await jest.advanceTimersByTimeAsync(20_000)
    expect(connection.asked).toHaveLength(3)
  })

  it('asks again after a time without a connection for what was not read', async () => {
    const { connection } = open(2)
    await settled()
    connection.sync()
    await settled()
    expect(connection.asked).toHaveLength(2)
  })
})
