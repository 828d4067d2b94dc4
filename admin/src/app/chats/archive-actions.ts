import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'
import type { AdminSupportChat, ApiError, SupportChatListItem } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { errorWords } from '../language/error-words.js'
import { counted, t } from '../language/words.js'
import { ChatsStore } from './chats-store.js'

/** So long it can be undone from here; afterwards from the other tab. */
const NOTICE_MS = 10_000

export type ArchivableChat = Pick<SupportChatListItem | AdminSupportChat, 'id' | 'user_email' | 'archived'>

/** Chats that were archived or restored; one after the other, those that were moved the same way count as one move. */
interface Move {
  readonly chats: readonly ArchivableChat[]
  readonly archived: boolean
}

/** A move that did not work. */
interface Failure extends Move {
  readonly error: ApiError
}

/** A chat that is on the screen, whether or not a list has it. */
export interface OpenChat {
  chat(): ArchivableChat | null
  /** What its messages have come to; where it changes meanwhile the answer is out of date. */
  newest(): number | null
  /** It is archived now, or restored. */
  moved(archived: boolean): void
}

/**
 * Archives and restores, from wherever it is asked for (button, key, palette), and takes it back: with one key, the wrong
 * chats are soon gone. Nothing here rejects: what went wrong is said in {@link words}.
 */
@Injectable()
export class ArchiveActions {
  private readonly chats = inject(ChatsStore)
  private readonly last = signal<Move | null>(null)
  private readonly failure = signal<Failure | null>(null)
  private readonly underWay = signal<ReadonlySet<string>>(new Set())
  private timer: ReturnType<typeof setTimeout> | undefined
  private openChat: OpenChat | null = null

  /** What was done last, for as long as it can be taken back, or what did not work and why; null for nothing. */
  readonly words = computed(() => {
    const [last, failure] = [this.last(), this.failure()]
    if (failure) return failureWords(failure)
    return last && moveWords(last)
  })
  readonly failed = computed(() => this.failure() !== null)

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  isMoving(chatId: string): boolean {
    return this.underWay().has(chatId)
  }

  /** Tells of a chat that is on the screen. @returns the end of it */
  follow(chat: OpenChat): () => void {
    this.openChat = chat
    return () => {
      if (this.openChat === chat) this.openChat = null
    }
  }

  /** Archives a chat, or restores an archived one. */
  async toggle(chatId: string): Promise<void> {
    const open = this.openChat?.chat()
    const known = open?.id === chatId ? open : this.chats.find(chatId)
    if (known) await this.move([known], !known.archived)
  }

  async undo(): Promise<void> {
    const move = this.last()
    this.last.set(null)
    if (move) await this.move(move.chats, !move.archived, false)
  }

  /** Once more what did not work. */
  async tryAgain(): Promise<void> {
    const move = this.failure()
    this.failure.set(null)
    if (move) await this.move(move.chats, move.archived)
  }

  /** Sends away what is said. */
  dismiss(): void {
    if (this.failed()) this.failure.set(null)
    else this.last.set(null)
    this.release()
  }

  /** Nothing goes away from under a pointer or the keyboard. */
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

  private async move(chats: readonly ArchivableChat[], archived: boolean, offersUndo = true): Promise<void> {
    const idle = chats.filter(({ id }) => !this.isMoving(id))
    const failed: { chat: ArchivableChat; error: ApiError }[] = []
    const moved: ArchivableChat[] = []
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

  private async moveOne(chat: ArchivableChat, archived: boolean): Promise<void> {
    const open = this.openChat?.chat()?.id === chat.id ? this.openChat : null
    const newest = open?.newest()
    this.underWay.update((ids) => new Set([...ids, chat.id]))
    try {
      await this.chats.setArchived(chat.id, archived)
      // A message that came meanwhile has brought the chat back, whatever the answer to this says.
      if (open && open.newest() === newest) open.moved(archived)
    } finally {
      this.underWay.update((ids) => new Set([...ids].filter((id) => id !== chat.id)))
    }
  }

  /** Together with what can still be taken back; what is moved back by hand is taken back already. */
  private withEarlier(moved: readonly ArchivableChat[], archived: boolean): Move | null {
    const earlier = this.last()
    const others = (earlier?.chats ?? []).filter(({ id }) => !moved.some((chat) => chat.id === id))
    if (earlier?.archived === archived) return { chats: [...others, ...moved], archived }
    const takenBack = earlier !== null && others.length < earlier.chats.length
    if (!takenBack) return { chats: moved, archived }
    return others.length > 0 ? { ...earlier, chats: others } : null
  }
}

function moveWords({ chats, archived }: Move): string {
  const [first, ...more] = chats
  if (more.length > 0) return counted(archived ? 'archive.archived' : 'archive.restored', chats.length)
  return t(archived ? 'archive.wasArchived' : 'archive.wasRestored', { email: first?.user_email ?? '' })
}

function failureWords({ chats, archived, error }: Failure): string {
  const what = counted(archived ? 'archive.notArchived' : 'archive.notRestored', chats.length)
  return `${what} ${error.code === 'not_found' ? t('archive.gone') : errorWords(error)}`
}
