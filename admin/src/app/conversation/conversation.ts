import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core'
import type { ApiError, SupportMessage } from '@support-chat/shared'
import type { ChatState, StaffChatSession } from '@support-chat/shared/client'
import { WindowFocus } from '../ui/window-focus.js'
import { ENGINE } from '../connection/engine.js'
import { LiveConnection } from '../connection/live-connection.js'
import { ArchiveActions } from '../chats/archive-actions.js'
import { ChatsStore } from '../chats/chats-store.js'
import { t } from '../language/words.js'
import { StaffSession } from '../auth/staff-session.js'
import { bringMessage, bringUnread, firstUnread, newestSequence, type Place, storedIn } from './scroll-target.js'
import { newerMessages } from './newer-messages.js'
import { toRows } from './rows.js'
import { Sight } from './viewed-tracker.js'

/** Loading that takes longer than this is spoken of. */
const PATIENCE_MS = 3000

/** Whom a chat is with, and where it is filed. */
export interface Person {
  readonly email: string
  readonly name: string | null
  readonly archived: boolean
}

/** The chat on the screen: its messages, kept in step by the engine, and what the heading says of it. */
@Injectable()
export class Conversation {
  private readonly engine = inject(ENGINE)
  private readonly connection = inject(LiveConnection)
  private readonly chats = inject(ChatsStore)
  private readonly staff = inject(StaffSession)
  private readonly windowFocus = inject(WindowFocus)
  private readonly destroyed = inject(DestroyRef)
  private readonly details = signal<StaffChatSession['details']>(null)
  private readonly sight = new Sight()
  /** The client_id of what was sent from here. */
  private readonly sent = new Set<string | null>()
  /** The newest message when somebody stopped looking. */
  private leftAt: number | null = null
  private session: StaffChatSession | null = null
  private placing = false

  private readonly waited = signal(false)

  readonly chatId = signal<string | null>(null)
  readonly state = signal<ChatState | null>(null)
  /** Where the log opens or has last been asked to go; null until that is known, and nothing is shown till then. */
  readonly place = signal<Place | null>(null)
  /** Sequence of the first message under the divider of what is new. */
  readonly unreadFrom = signal<number | null>(null)
  /** The messages are not there yet, after a time in which they should be; the engine goes on trying. */
  readonly slow = computed(() => this.waited() && this.state()?.loaded === false)
  /** What was archived or restored from here, until the engine tells of the chat anew. */
  private readonly moved = signal<{ details: StaffChatSession['details']; archived: boolean } | null>(null)
  /** Known from the list before the chat itself has arrived. */
  readonly person = computed<Person | null>(() => {
    const [details, moved] = [this.details(), this.moved()]
    const listed = this.chats.find(this.chatId() ?? '')
    const known = details ?? listed
    if (!known) return null
    // Lists are fetched anew also where nothing is told; of the rest whatever is newer holds.
    const told = moved && moved.details === details ? moved.archived : known.archived
    return { email: known.user_email, name: known.user_name, archived: listed?.archived ?? told }
  })
  readonly userName = computed(() => this.person()?.name ?? this.person()?.email ?? t('conversation.user'))
  readonly rows = computed(() => {
    const self = this.staff.user()?.name ?? t('conversation.self')
    return toRows(this.state()?.items ?? [], { user: this.userName(), self }, this.unreadFrom())
  })

  constructor() {
    effect(() => {
      const here = this.windowFocus.focused()
      untracked(() => (this.leftAt = here || !this.place() ? null : this.newest()))
    })
    effect(() => this.divideWhatCameMeanwhile(this.state()))
    const unfollow = inject(ArchiveActions).follow({
      chat: () => {
        const [id, person] = [this.chatId(), this.person()]
        return id !== null && person ? { id, user_email: person.email, archived: person.archived } : null
      },
      newest: () => this.newest(),
      moved: (archived) => this.moved.set({ details: this.details(), archived }),
    })
    this.destroyed.onDestroy(unfollow)
  }

  /** @param at sequence of a message to open at, from a link or a search */
  open(chatId: string, at: number | null = null): void {
    const userKey = this.staff.user()?.id ?? ''
    const session = this.engine.openStaffChat(this.connection.engine, chatId, { userKey })
    const show = () => {
      this.state.set(session.state)
      this.details.set(session.details)
      if (session.state.loaded && !this.placing) void this.findPlace(session, at)
    }
    this.chatId.set(chatId)
    this.session = session
    session.subscribe(show)
    show()
    const timer = setTimeout(() => this.waited.set(true), PATIENCE_MS)
    this.destroyed.onDestroy(() => {
      clearTimeout(timer)
      session.close()
    })
  }

  /** Goes to a message, loading back to it. Where it does not exist nothing happens. */
  async goTo(sequence: number): Promise<void> {
    if (!this.session || !this.place()) return
    if (await bringMessage(this.session, sequence)) this.place.set({ kind: 'message', sequence })
  }

  goToUnread(): void {
    if (this.unreadFrom() !== null) this.place.set({ kind: 'unread' })
  }

  /** @returns null when there is nothing to send */
  send(text: string): string | null {
    const clientId = this.session?.send(text) ?? null
    if (clientId) this.sent.add(clientId)
    return clientId
  }

  retry(clientId: string): void {
    this.session?.retry(clientId)
  }

  /** Forgets a message that was not sent. @returns its text */
  discard(clientId: string): string | null {
    return this.session?.discard(clientId) ?? null
  }

  markRead(): void {
    this.session?.markRead()
  }

  /** Messages up to and with `sequence` are in sight of somebody. */
  see(sequence: number): void {
    this.sight.note(sequence)
  }

  /** Sequence of the newest message; null while none is known. */
  newest(): number | null {
    const state = this.state()
    return state?.loaded ? newestSequence(state) : null
  }

  /** What an answer begun after `since` would be sent over; what is up to `warned` is known. */
  newerThan(since: number, warned: number): SupportMessage[] {
    return newerMessages(
      storedIn(this.state() ?? { items: [] }),
      { since, warned, takenIn: this.sight.takenIn() },
      (message) => this.isOwn(message),
    )
  }

  /** Written by whoever is signed in here, also elsewhere, as far as names tell. */
  isOwn({ sender_type, sender_name, client_id }: SupportMessage): boolean {
    const self = this.staff.user()?.name
    return sender_type === 'admin' && (this.sent.has(client_id) || (sender_name !== null && sender_name === self))
  }

  setTyping(isTyping: boolean): void {
    this.session?.setTyping(isTyping)
  }

  loadOlder(): void {
    const state = this.state()
    if (state?.hasMore && !state.loadingOlder) void this.session?.loadOlder()
  }

  private async findPlace(session: StaffChatSession, at: number | null): Promise<void> {
    this.placing = true
    if (at === null) await bringUnread(session)
    this.unreadFrom.set(firstUnread(session.state))
    if (!this.windowFocus.focused()) this.leftAt = this.newest()
    if (at !== null && (await bringMessage(session, at))) this.place.set({ kind: 'message', sequence: at })
    else this.place.set({ kind: this.unreadFrom() === null ? 'end' : 'unread' })
  }

  /** What the user writes while nobody looks stands under the divider too. */
  private divideWhatCameMeanwhile(state: ChatState | null): void {
    const leftAt = this.leftAt
    if (!state?.loaded || leftAt === null || !this.place()) return
    const first = storedIn(state).find(({ sequence, sender_type }) => sequence > leftAt && sender_type === 'user')
    if (!first) return
    this.leftAt = null
    this.unreadFrom.set(first.sequence)
  }
}

/** Why a chat cannot be shown, in words. */
export function failureWords(error: ApiError): { title: string; detail: string } {
  const kind = failureKind(error)
  return { title: t(`conversation.failure.${kind}.title`), detail: t(`conversation.failure.${kind}.detail`) }
}

function failureKind({ code }: ApiError): 'missing' | 'forbidden' | 'other' {
  if (code === 'not_found' || code === 'invalid_request') return 'missing'
  return code === 'forbidden' ? 'forbidden' : 'other'
}
