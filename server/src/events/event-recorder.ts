import { Injectable, type OnModuleInit } from '@nestjs/common'
import { EventBus } from '../database/event-bus.js'
import { EventRepository } from './event.repository.js'

/** Writes what has happened into the feed, in the transaction that makes it true. Messages come with their own statement. */
@Injectable()
export class EventRecorder implements OnModuleInit {
  constructor(
    private readonly events: EventBus,
    private readonly repository: EventRepository,
  ) {}

  onModuleInit(): void {
    const { events, repository } = this
    events.onBeforeCommit('messages.read', ({ chat_id, reader_type, up_to_sequence, read_at }, tx) =>
      repository.add(tx, {
        type: 'messages.read',
        chatId: chat_id,
        details: { reader_type, up_to_sequence, read_at },
      }),
    )
    events.onBeforeCommit('message.redacted', ({ chat_id, ...details }, tx) =>
      repository.add(tx, { type: 'message.redacted', chatId: chat_id, details }),
    )
    events.onBeforeCommit('chat.created', ({ chat_id, user_id }, tx) =>
      repository.add(tx, { type: 'chat.created', chatId: chat_id, userId: user_id }),
    )
    for (const type of ['chat.archived', 'chat.unarchived', 'chat.assigned', 'chat.updated'] as const) {
      events.onBeforeCommit(type, ({ chat_id }, tx) => repository.add(tx, { type, chatId: chat_id }))
    }
    events.onBeforeCommit('chat.viewed', ({ chat_id }, tx) =>
      repository.add(tx, { type: 'chat.updated', chatId: chat_id }),
    )
    events.onBeforeCommit('note.created', ({ note: { id, chat_id } }, tx) =>
      repository.add(tx, { type: 'note.created', chatId: chat_id, details: { note_id: id } }),
    )
    events.onBeforeCommit('user.erased', ({ user_id, chat_id }, tx) =>
      repository.add(tx, { type: 'user.erased', chatId: chat_id, userId: user_id }),
    )
    events.onBeforeCommit('user.updated', ({ user_id }, tx) =>
      repository.add(tx, { type: 'user.updated', userId: user_id }),
    )
  }
}
