import { Injectable } from '@nestjs/common'
import type {
  Attachment,
  EventUser,
  SupportChatListItem,
  SupportEvent,
  SupportMessage,
  SupportNote,
} from '@support-chat/shared'
import { AttachmentsService } from '../attachments/attachments.service.js'
import { withoutUrls } from '../attachments/serialize-attachment.js'
import { ChatListService } from '../chats/chat-list.service.js'
import { NotesService } from '../notes/notes.service.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import type { EventRow } from './event.repository.js'

/** The types whose `data` is the chat's list item. */
const OF_CHAT: readonly string[] = ['chat.created', 'chat.archived', 'chat.unarchived', 'chat.assigned', 'chat.updated']

/** What has `archived` in the list item of these is what they say, whatever came after them. */
const ARCHIVED: Partial<Record<string, boolean>> = { 'chat.archived': true, 'chat.unarchived': false }

/** What events refer to beside messages and users, as far as it is still there. */
interface Referents {
  chats: Map<string, SupportChatListItem>
  notes: Map<string, SupportNote>
  /** By message. */
  attachments: Map<string, Attachment[]>
}

/** Makes what readers of the feed get, from events and what they refer to. */
@Injectable()
export class EventRenderer {
  constructor(
    private readonly chatList: ChatListService,
    private readonly notes: NotesService,
    private readonly unitOfWork: UnitOfWork,
    private readonly attachments: AttachmentsService,
  ) {}

  async render(rows: EventRow[]): Promise<SupportEvent[]> {
    const chatIds = rows.flatMap(({ type, chat_id }) => (chat_id && OF_CHAT.includes(type) ? [chat_id] : []))
    const items = chatIds.length > 0 ? await this.chatList.items([...new Set(chatIds)]) : []
    const noteIds = rows.flatMap((row) => noteIdOf(row) ?? [])
    const referents: Referents = {
      chats: new Map(items.map((item) => [item.id, item])),
      notes: noteIds.length > 0 ? await this.notes.byIds(noteIds) : new Map<string, SupportNote>(),
      attachments: await this.attachmentsOf(rows),
    }
    return rows.map((row) => toEvent(row, referents))
  }

  private async attachmentsOf(rows: EventRow[]): Promise<Map<string, Attachment[]>> {
    const ids = rows.flatMap(({ message_id, has_attachments }) => (message_id && has_attachments ? [message_id] : []))
    const found = await this.unitOfWork.read((reader) => this.attachments.ofMessages(reader, ids))
    return new Map([...found].map(([id, files]) => [id, files.map(withoutUrls)]))
  }
}

function toEvent(row: EventRow, referents: Referents): SupportEvent {
  const { id, type, occurred_at } = row
  // Each type has the data that `dataOf` makes for it, which the compiler cannot see.
  return { id, type, occurred_at: occurred_at.toISOString(), data: dataOf(row, referents) } as SupportEvent
}

function dataOf(row: EventRow, { chats, notes, attachments }: Referents): SupportEvent['data'] | object {
  const { type, chat_id, user_id, details } = row
  if (type === 'message.created') return { chat_id, user: toUser(row), message: toMessage(row, attachments) }
  if (type === 'user.updated') return { user: toUser(row) }
  if (type === 'user.erased') return { user_id, chat_id }
  if (type === 'note.created') return { note: notes.get(noteIdOf(row) ?? '') ?? null }
  if (OF_CHAT.includes(type)) return { chat: toChat(type, chats.get(chat_id ?? '')) }
  return { chat_id, ...details }
}

function noteIdOf({ type, details }: EventRow): string | null {
  return type === 'note.created' ? (details as { note_id: string }).note_id : null
}

function toChat(type: string, chat: SupportChatListItem | undefined): SupportChatListItem | null {
  return chat ? { ...chat, archived: ARCHIVED[type] ?? chat.archived } : null
}

function toUser({ user_id, external_id, email, name }: EventRow): EventUser | null {
  return user_id === null || email === null ? null : { id: user_id, external_id: external_id ?? '', email, name }
}

function toMessage(row: EventRow, attachments: Referents['attachments']): SupportMessage | null {
  const { message_id, chat_id, sequence, client_id, content, sender_type, sender_name, redacted_at, created_at } = row
  if (message_id === null || chat_id === null) return null
  return {
    id: message_id,
    chat_id,
    sequence,
    client_id,
    content,
    sender_type,
    sender_name,
    read_at: null,
    redacted_at: redacted_at?.toISOString() ?? null,
    created_at: created_at.toISOString(),
    attachments: attachments.get(message_id) ?? [],
  }
}
