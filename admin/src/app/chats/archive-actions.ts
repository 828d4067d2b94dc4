import { inject, Injectable, signal } from '@angular/core'
import type { ApiError } from '@support-chat/shared'
import { counted, t } from '../language/words.js'
import type { Chat } from './chat-cards.js'
import { ChatsStore } from './chats-store.js'
import { forEach, reasonWords } from './each.js'
import { type Done, Notices } from './notices.js'

/**
 * Archives and restores chats for every button, key and command, and offers an undo: a single key archives the wrong chat
 * easily. Nothing here rejects; {@link Notices} say what failed.
 */
@Injectable()
export class ArchiveActions {
  private readonly chats = inject(ChatsStore)
  private readonly notices = inject(Notices)
  private readonly moving = signal<ReadonlySet<string>>(new Set())

  /** The chat whose answer could not be sent, and which was not archived therefore. */
  readonly unsent = signal<Chat | null>(null)

  isMoving(chatId: string): boolean {
    return this.moving().has(chatId)
  }

  /** Archives chats, or restores them where the first is archived. */
  async toggle(...chatIds: readonly string[]): Promise<void> {
    const chats = chatIds.flatMap((id) => this.chats.find(id) ?? [])
    const archived = !chats[0]?.archived
    const others = chats.filter((chat) => chat.archived !== archived)
    if (others.length > 0) await this.move(others, archived)
  }

  /** Archives a chat once its answer is stored. Where that fails the chat stays, and {@link unsent} says so. */
  async archiveOnceSent(chatId: string, sent: Promise<ApiError | null>): Promise<void> {
    const chat = this.chats.find(chatId)
    const error = await sent
    if (error && chat) this.unsent.set(chat)
    else if (chat && !chat.archived) await this.move([chat], true)
  }

  private async move(chats: readonly Chat[], archived: boolean, offersUndo = true): Promise<void> {
    const idle = chats.filter(({ id }) => !this.isMoving(id))
    const { done, failed, error } = await forEach(idle, (chat) => this.moveOne(chat, archived))
    this.notices.fail(
      error && { words: () => failureWords(failed, archived, error), tryAgain: () => this.move(failed, archived) },
    )
    const takeBack = (those: readonly Chat[]) => this.move(those, !archived, false)
    if (done.length > 0 && offersUndo) this.notices.add(new Move(done, archived, takeBack))
  }

  private async moveOne({ id }: Chat, archived: boolean): Promise<void> {
    this.moving.update((ids) => new Set([...ids, id]))
    try {
      await this.chats.setArchived(id, archived)
    } finally {
      this.moving.update((ids) => new Set([...ids].filter((other) => other !== id)))
    }
  }
}

/** Chats that were archived or restored. Moves in the same direction, one after the other, count as one. */
class Move implements Done {
  constructor(
    private readonly chats: readonly Chat[],
    private readonly archived: boolean,
    private readonly takeBack: (chats: readonly Chat[]) => Promise<void>,
  ) {}

  words(): string {
    const [first, ...more] = this.chats
    if (more.length > 0) return counted(this.archived ? 'archive.archived' : 'archive.restored', this.chats.length)
    return t(this.archived ? 'archive.wasArchived' : 'archive.wasRestored', { email: first?.user_email ?? '' })
  }

  undo(): Promise<void> {
    return this.takeBack(this.chats)
  }

  /** What was moved back by hand is left out. */
  with(later: Done): Done | null | undefined {
    if (!(later instanceof Move)) return undefined
    const others = this.chats.filter(({ id }) => !later.chats.some((chat) => chat.id === id))
    if (later.archived === this.archived) return new Move([...others, ...later.chats], this.archived, this.takeBack)
    if (others.length === this.chats.length) return undefined
    return others.length > 0 ? new Move(others, this.archived, this.takeBack) : null
  }
}

function failureWords(chats: readonly Chat[], archived: boolean, error: ApiError): string {
  const what = counted(archived ? 'archive.notArchived' : 'archive.notRestored', chats.length)
  return `${what} ${reasonWords(error)}`
}
