import { Injectable } from '@nestjs/common'
import type { EventUser, SupportChatListItem, SupportEvent, SupportMessage } from '@support-chat/shared'
import { ChatListService } from '../chats/chat-list.service.js'
import type { EventRow } from './event.repository.js'

/** The types whose `data` is the chat's list item. */
const OF_CHAT: readonly string[] = ['chat.created', 'chat.archived', 'chat.unarchived', 'chat.assigned', 'chat.updated']

/** What has `archived` in the list item of these is what they say, whatever came after them. */
const ARCHIVED: Partial<Record<string, boolean>> = { 'chat.archived': true, 'chat.unarchived': false }

type Chats = Map<string, SupportChatListItem>

/** Makes what readers of the feed get, from events and what they refer to. */
@Injectable()
export class EventRenderer {
  constructor(private readonly chatList: ChatListService) {}

  async render(rows: EventRow[]): Promise<SupportEvent[]> {
    const ids = rows.flatMap(({ type, chat_id }) => (chat_id && OF_CHAT.includes(type) ? [chat_id] : []))
    const items = ids.length > 0 ? await this.chatList.items([...new Set(ids)]) : []
    const chats: Chats = new Map(items.map((item) => [item.id, item]))
    return rows.map((row) => toEvent(row, chats))
  }
}

function toEvent(row: EventRow, chats: Chats): SupportEvent {
  const { id, type, occurred_at } = row
  // Each type has the data that `dataOf` makes for it, which the compiler cannot see.
  return { id, type, occurred_at: occurred_at.toISOString(), data: dataOf(row, chats) } as SupportEvent
}

function dataOf(row: EventRow, chats: Chats): SupportEvent['data'] | object {
  const { type, chat_id, details } = row
  if (type === 'message.created') return { chat_id, user: toUser(row), message: toMessage(row) }
  if (type === 'user.updated') return { user: toUser(row) }
  if (OF_CHAT.includes(type)) return { chat: toChat(type, chats.get(chat_id ?? '')) }
  return { chat_id, ...details }
}

function toChat(type: string, chat: SupportChatListItem | undefined): SupportChatListItem | null {
  return chat ? { ...chat, archived: ARCHIVED[type] ?? chat.archived } : null
}

function toUser({ user_id, external_id, email, name }: EventRow): EventUser | null {
  return user_id === null || email === null ? null : { id: user_id, external_id: external_id ?? '', email, name }
}

function toMessage(row: EventRow): SupportMessage | null {
  const { message_id, chat_id, sequence, client_id, content, sender_type, sender_name, created_at } = row
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
    created_at: created_at.toISOString(),
  }
}
