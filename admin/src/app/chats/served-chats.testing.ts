import {
  CHAT_COUNT_LIMIT,
  type ChatCounts,
  CHAT_VIEWS,
  type ChatView,
  type ServerEvent,
  type ServerEvents,
  type SupportChatListItem,
  type SupportMessage,
  type SupportNote,
} from '@support-chat/shared'
import { card, type FakeConnection } from '../connection/fake-connection.js'
import { byNewest, orderOf } from './chat-cards.js'

type Changes = Partial<SupportChatListItem>
export type Told = { [E in ServerEvent]: readonly [event: E, payload: ServerEvents[E]] }[ServerEvent]

/** Numbers below `limit`, the same ones for the same seed. */
export function dice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

const person = (id: string) => ({ id, name: id, email: `${id}@example.com` })
export const ME = person('me')
const ANY = { archived: false, unread: false, q: '' }
const COLLEAGUE = person('colleague')

/** The server's rules of who wrote, who has a chat and who waits: what it holds, and what it tells of each change. */
export class ServedChats {
  private readonly all = new Map<string, SupportChatListItem>()
  private readonly mentions = new Set<string>()
  private minute = 0

  /** Somebody does something in a chat, which may be a new one: one of {@link kinds}, by its number. */
  act(id: string, what: number): Told[] {
    const chat = this.all.get(id) ?? card(id, 0, { message_count: 0, last_message_at: null, listed_at: null })
    if (what < 2 || chat.message_count === 0) return this.userWrites(chat)
    return Object.values(this.acts)[what]?.(chat) ?? []
  }

  private readonly acts: Record<string, (chat: SupportChatListItem) => Told[]> = {
    userWrites: (chat) => this.userWrites(chat),
    userWritesAgain: (chat) => this.userWrites(chat),
    answer: (chat) => this.answers(chat, ME),
    colleagueAnswers: (chat) => this.answers(chat, COLLEAGUE),
    programWrites: (chat) => this.change(chat, this.written(chat, 'admin')),
    view: (chat) => this.change(chat, { unread: false }),
    markUnread: (chat) => this.change(chat, { unread: true }),
    noReply: (chat) => this.change(chat, { needs_reply: false, waiting_since: null }),
    archive: (chat) => this.change(chat, { archived: true, snoozed_until: null }, !chat.archived),
    restore: (chat) => this.change(chat, { archived: false, snoozed_until: null }, chat.archived),
    take: (chat) => this.change(chat, { assignee: ME }, chat.assignee?.id !== ME.id),
    pass: (chat) => this.change(chat, { assignee: COLLEAGUE }, chat.assignee?.id !== COLLEAGUE.id),
    release: (chat) => this.change(chat, { assignee: null }, chat.assignee !== null),
    snooze: (chat) => this.change(chat, { snoozed_until: this.now(1_000), archived: false }, true),
    endSnooze: (chat) => this.change(chat, { snoozed_until: null }, chat.snoozed_until !== null),
    snoozeEnds: (chat) =>
      chat.snoozed_until ? this.change(chat, { snoozed_until: null, listed_at: this.now() }, true) : [],
    mention: ({ id }) => this.mention(id),
    open: (chat) => {
      this.mentions.delete(chat.id)
      return this.change(chat, { unread: false })
    },
  }

  /** How many kinds of things happen. */
  readonly kinds = Object.keys(this.acts).length

  /** The chats of a view, or of the archive. */
  of(view: ChatView | 'active' | 'archived'): SupportChatListItem[] {
    const isShown = (chat: SupportChatListItem) => !chat.archived && chat.snoozed_until === null
    const isIn: Record<typeof view, (chat: SupportChatListItem) => boolean> = {
      active: isShown,
      archived: (chat) => chat.archived,
      needs_reply: (chat) => isShown(chat) && chat.needs_reply,
      unread: (chat) => isShown(chat) && chat.unread,
      mine: (chat) => isShown(chat) && chat.assignee?.id === ME.id,
      unassigned: (chat) => isShown(chat) && chat.assignee === null,
      snoozed: (chat) => !chat.archived && chat.snoozed_until !== null,
      mentions: (chat) => isShown(chat) && this.mentions.has(chat.id),
    }
    return [...this.all.values()].filter(isIn[view])
  }

  counts(): ChatCounts {
    const counts = CHAT_VIEWS.map((view) => [view, Math.min(CHAT_COUNT_LIMIT, this.of(view).length)])
    return Object.fromEntries(counts) as ChatCounts
  }

  mention(id: string): Told[] {
    this.mentions.add(id)
    return [['mentioned', { chat_id: id, note: { id: `note ${++this.minute}`, content: 'Look' } as SupportNote }]]
  }

  answer(path: string): unknown {
    if (path.endsWith('/unread_count')) return { unread_count: this.of('unread').length }
    if (path.endsWith('/counts')) return this.counts()
    const asked = new URLSearchParams(path.split('?')[1])
    const view = (asked.get('view') ?? (asked.get('unread') ? 'unread' : null)) as ChatView | null
    const compare = asked.get('sort') === 'waiting' ? orderOf({ ...ANY, view: 'needs_reply' }) : byNewest
    const all = this.of(view ?? (asked.get('archived') === 'true' ? 'archived' : 'active')).sort(compare)
    const cursor = asked.get('cursor')
    // Where it was, though its chat may have moved or gone.
    const rest = cursor ? all.filter((chat) => compare(chat, JSON.parse(cursor) as SupportChatListItem) > 0) : all
    const chats = rest.slice(0, Number(asked.get('limit')))
    return { chats, next_cursor: chats.length < rest.length ? JSON.stringify(chats.at(-1)) : null }
  }

  private userWrites(chat: SupportChatListItem): Told[] {
    const written = this.written(chat, 'user')
    const message = { sequence: written.message_count, content: 'Words', created_at: written.last_message_at }
    const told = { chat_id: chat.id, user_email: chat.user_email, message: message as SupportMessage }
    const changes = {
      ...written,
      unread: true,
      needs_reply: true,
      waiting_since: (chat.archived ? null : chat.waiting_since) ?? written.last_message_at,
      archived: false,
      snoozed_until: null,
    }
    const isBack = chat.archived || chat.snoozed_until !== null
    const updated = this.change(chat, changes, isBack)
    return [['new_user_message', { type: 'new_user_message', ...told }], ...updated]
  }

  private answers(chat: SupportChatListItem, by: typeof ME): Told[] {
    const answered = { ...this.written(chat, 'admin'), needs_reply: false, waiting_since: null }
    return this.change(chat, { ...answered, assignee: chat.assignee ?? by }, chat.assignee === null)
  }

  private written(chat: SupportChatListItem, last_message_sender: 'user' | 'admin') {
    const at = this.now()
    return { last_message_at: at, listed_at: at, message_count: chat.message_count + 1, last_message_sender }
  }

  private now(later = 0): string {
    return new Date(Date.UTC(2026, 2, 4, 12, ++this.minute + later)).toISOString()
  }

  private change(chat: SupportChatListItem, changes: Changes, isVersion = false): Told[] {
    const next = { ...chat, ...changes, version: chat.version + (isVersion ? 1 : 0) }
    this.all.set(chat.id, next)
    return [['chat_updated', { chat: next }]]
  }
}

export function tell(connection: FakeConnection, told: readonly Told[]): void {
  for (const [event, payload] of told) connection.emit(event, payload)
}
