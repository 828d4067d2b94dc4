import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'
import type { ApiError } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { errorWords } from '../language/error-words.js'
import { counted, t } from '../language/words.js'
import type { Chat } from './chat-cards.js'
import { ChatsStore } from './chats-store.js'

/** How long an undo is offered. */
const NOTICE_MS = 10_000

/** Chats that were archived or restored. Moves in the same direction, one after the other, count as one. */
interface Move {
  readonly chats: readonly Chat[]
  readonly archived: boolean
}

interface FailedMove extends Move {
  readonly error: ApiError
}

/**
 * Archives and restores chats for every button, key and command, and offers an undo: a single key archives the wrong chat
 * easily. Nothing here rejects; {@link words} says what failed.
 */
@Injectable()
export class ArchiveActions {
  private readonly chats = inject(ChatsStore)
  private readonly last = signal<Move | null>(null)
  private readonly failure = signal<FailedMove | null>(null)
  private readonly moving = signal<ReadonlySet<string>>(new Set())
  private timer: ReturnType<typeof setTimeout> | undefined

  /** What was done last, while it can be undone, or what failed and why; null for neither. */
  readonly words = computed(() => {
    const [last, failure] = [this.last(), this.failure()]
    if (failure) return failureWords(failure)
    return last && moveWords(last)
  })
  readonly failed = computed(() => this.failure() !== null)
  /** The chat whose answer could not be sent, and which was not archived therefore. */
  readonly unsent = signal<Chat | null>(null)

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

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

  async undo(): Promise<void> {
    const move = this.last()
    this.last.set(null)
    if (move) await this.move(move.chats, !move.archived, false)
  }

  /** Repeats what failed. */
  async tryAgain(): Promise<void> {
    const move = this.failure()
    this.failure.set(null)
    if (move) await this.move(move.chats, move.archived)
  }

  /** Hides the notice. */
  dismiss(): void {
    if (this.failed()) this.failure.set(null)
    else this.last.set(null)
    this.release()
  }

  /** Keeps the notice while the pointer or the keyboard is on it. */
  hold(): void {
    clearTimeout(this.timer)
  }

  release(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.failure.set(null)
      this.last.set(null)
    }, NOTICE_MS)
  }

  private async move(chats: readonly Chat[], archived: boolean, offersUndo = true): Promise<void> {
    const idle = chats.filter(({ id }) => !this.isMoving(id))
    const failed: { chat: Chat; error: ApiError }[] = []
    const moved: Chat[] = []
    await Promise.all(
      idle.map(async (chat) => {
        try {
          await this.moveOne(chat, archived)
          moved.push(chat)
        } catch (error) {
          failed.push({ chat, error: toApiError(error) })
        }
      }),
    )
    const first = failed[0]
    this.failure.set(first ? { chats: failed.map(({ chat }) => chat), archived, error: first.error } : null)
    if (moved.length > 0 && offersUndo) this.last.set(this.withEarlier(moved, archived))
    this.release()
  }

  private async moveOne({ id }: Chat, archived: boolean): Promise<void> {
    this.moving.update((ids) => new Set([...ids, id]))
    try {
      await this.chats.setArchived(id, archived)
    } finally {
      this.moving.update((ids) => new Set([...ids].filter((other) => other !== id)))
    }
  }

  /** The move to undo next: together with earlier ones, and without chats that have just been moved back by hand. */
  private withEarlier(moved: readonly Chat[], archived: boolean): Move | null {
    const earlier = this.last()
    const others = (earlier?.chats ?? []).filter(({ id }) => !moved.some((chat) => chat.id === id))
    if (earlier?.archived === archived) return { chats: [...others, ...moved], archived }
    const movedBack = earlier !== null && others.length < earlier.chats.length
    if (!movedBack) return { chats: moved, archived }
    return others.length > 0 ? { ...earlier, chats: others } : null
  }
}

function moveWords({ chats, archived }: Move): string {
  const [first, ...more] = chats
  if (more.length > 0) return counted(archived ? 'archive.archived' : 'archive.restored', chats.length)
  return t(archived ? 'archive.wasArchived' : 'archive.wasRestored', { email: first?.user_email ?? '' })
}

function failureWords({ chats, archived, error }: FailedMove): string {
  const what = counted(archived ? 'archive.notArchived' : 'archive.notRestored', chats.length)
  return `${what} ${error.code === 'not_found' ? t('archive.gone') : errorWords(error)}`
}
