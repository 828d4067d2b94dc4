import { randomUUID } from 'node:crypto'
import type { Principal } from '../auth/principal.js'
import type { ChatAccess } from '../chats/chat-access.service.js'
import type { EventBus } from '../database/event-bus.js'
import type { Transaction } from '../database/transaction.js'
import type { UnitOfWork } from '../database/unit-of-work.js'
import type { ChatEffectsRecorder } from './chat-effects.recorder.js'
import type { AppendedRow, MessageRepository, NewMessage } from './message.repository.js'
import type { MessageAttachments } from './message-attachments.js'
import { AllowAllMessages } from './message-policy.js'
import { MessageReviewer } from './message-reviewer.js'
import { MessageWriter } from './message-writer.js'

/** A writer whose transactions end when the test says so; a transaction with the message "bad" fails. */
function controlled(failure: Error) {
  const batches: string[][] = []
  const ends: (() => void)[] = []
  const append = (_tx: Transaction, drafts: NewMessage[]): Promise<AppendedRow[]> => {
    const contents = drafts.map(({ content }) => content)
    batches.push(contents)
    return new Promise((resolve, reject) => {
      ends.push(() => (contents.includes('bad') ? reject(failure) : resolve(drafts.map(toRow))))
    })
  }
  const tx = { publish: () => Promise.resolve() } as unknown as Transaction
  const run = (work: (tx: Transaction) => unknown) => work(tx)
  const unitOfWork = { run, runStatement: run } as unknown as UnitOfWork
  const events = { hasBeforeCommit: () => false } as unknown as EventBus
  const messages = { append } as unknown as MessageRepository
  const reviewer = new MessageReviewer(new AllowAllMessages())
  const attachments = { claim: () => Promise.resolve([]) } as unknown as MessageAttachments
  const effects = { record: () => Promise.resolve() } as unknown as ChatEffectsRecorder
  const writer = new MessageWriter(unitOfWork, events, {} as ChatAccess, messages, reviewer, effects, attachments)
  const write = (content: string) => {
    const principal = { id: randomUUID(), role: 'user' } as Principal
    return writer.write({ principal, chatId: randomUUID(), body: { content, client_id: randomUUID() } })
  }
  const end = async (): Promise<void> => {
    ends.shift()?.()
    for (let tick = 0; tick < 30; tick++) await Promise.resolve()
  }
  return { batches, write, end }
}

const toRow = ({ id }: NewMessage): AppendedRow => ({
  id,
  sequence: 1,
  sender_type: 'user',
  sender_name: null,
  created_at: new Date().toISOString(),
  user_id: randomUUID(),
  external_id: '',
  user_email: '',
  restores: false,
  wakes: false,
  takes: false,
})

describe('The writer of messages', () => {
  it('tries each alone when a batch fails, so that only the bad one is refused', async () => {
    const { batches, write, end } = controlled(new Error('no'))
    const first = [write('a'), write('b')]
    const batch = Promise.allSettled([write('c'), write('bad'), write('e')])
    for (let step = 0; step < 6; step++) await end()
    await Promise.all(first)
    expect(batches.slice(2)).toEqual([['c', 'bad', 'e'], ['c'], ['bad'], ['e']])
    expect((await batch).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('refuses a whole batch at once when the failure is everyone’s', async () => {
    const { batches, write, end } = controlled(Object.assign(new Error('The disk is full'), { code: '53100' }))
    const first = [write('a'), write('b')]
    const batch = Promise.allSettled([write('c'), write('bad')])
    for (let step = 0; step < 3; step++) await end()
    await Promise.all(first)
    expect(batches).toHaveLength(3)
    expect((await batch).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
