import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core'
import type { ApiError, SupportMessage } from '@support-chat/shared'
import type { ChatState, StaffChatSession } from '@support-chat/shared/client'
import { WindowFocus } from '../ui/window-focus.js'
import { ENGINE } from '../connection/engine.js'
import { LiveConnection } from '../connection/live-connection.js'
import { ChatsStore } from '../chats/chats-store.js'
import { ErasedChats } from '../chats/erased-chats.js'
import { t } from '../language/words.js'
import { StaffSession } from '../auth/staff-session.js'
import { bringMessage, bringUnread, firstUnread, newestSequence, type ScrollTarget, storedIn } from './scroll-target.js'
import { ChatNotes } from './notes/chat-notes.js'
import { withNotes } from './notes/note-rows.js'
import { newerMessages } from './newer-messages.js'
import { toRows } from './rows.js'
import { ViewedTracker } from './viewed-tracker.js'

/** A chat that takes longer than this to load says so. */
const SLOW_MS = 3000

/** The open chat: its messages, which the engine keeps current, and where in them the log is. */
@Injectable()
export class Conversation {
  private readonly engine = inject(ENGINE)
  private readonly connection = inject(LiveConnection)
  private readonly chats = inject(ChatsStore)
  private readonly erased = inject(ErasedChats)
  private readonly staff = inject(StaffSession)
  private readonly windowFocus = inject(WindowFocus)
  private readonly destroyed = inject(DestroyRef)
  private readonly viewed = new ViewedTracker()
  /** The client_id of each message sent from here. */
  private readonly sent = new Set<string | null>()
  /** The newest message when the window lost the focus. */
  private leftAt: number | null = null
  private session: StaffChatSession | null = null
  private findingTarget = false
  /** Messages whose fate is waited for. */
  private awaited = 0
  private isLeft = false
  /** The connection may end before the last answer is stored. */
  private stopFollowing: () => void = () => undefined
  private readonly waited = signal(false)

  readonly notes = new ChatNotes()
  /** A private note is written in place of an answer. */
  readonly noting = signal(false)
  readonly chatId = signal<string | null>(null)
  readonly state = signal<ChatState | null>(null)
  /** Where the log scrolls to next. Null until it is known where to open it; nothing is shown before. */
  readonly target = signal<ScrollTarget | null>(null)
  /** Sequence of the first message below the divider of unread messages. */
  readonly unreadFrom = signal<number | null>(null)
  /** Loading takes unusually long; the engine goes on trying. */
  readonly slow = computed(() => this.waited() && this.state()?.loaded === false)
  readonly isErased = computed(() => this.erased.has(this.chatId() ?? ''))
  /** Known from the list before its messages are loaded. */
  readonly chat = computed(() => this.chats.find(this.chatId() ?? ''))
  readonly userName = computed(() => this.chat()?.user_name ?? this.chat()?.user_email ?? t('conversation.user'))
  readonly rows = computed(() => {
    const self = this.staff.user()?.name ?? t('conversation.self')
    const rows = toRows(this.state()?.items ?? [], { user: this.userName(), self }, this.unreadFrom())
    return this.state()?.loaded ? withNotes(rows, this.notes.all(), this.state()?.hasMore ?? false) : rows
  })

  constructor() {
    effect(() => {
      const focused = this.windowFocus.focused()
      untracked(() => (this.leftAt = focused || !this.target() ? null : this.newest()))
    })
    effect(() => {
      if (this.isErased()) untracked(() => this.forget())
    })
  }

  /** @param at sequence of a message to open at, from a link or a search */
  open(chatId: string, at: number | null = null): void {
    const userKey = this.staff.user()?.id ?? ''
    const session = this.engine.openStaffChat(this.connection.engine, chatId, { userKey })
    let { details } = session
    const show = () => {
      this.state.set(session.state)
      if (session.details && session.details !== details) this.chats.describe({ id: chatId, ...session.details })
      details = session.details
      if (session.state.loaded) this.chats.countUnread(chatId, session.state.unreadCount)
      if (session.state.loaded && !this.findingTarget) void this.findTarget(session, at)
      this.divideUnread(session.state)
    }
    this.chatId.set(chatId)
    this.notes.open(chatId)
    this.session = session
    session.subscribe(show)
    show()
    this.stopFollowing = this.connection.lifetime.onDestroy(() => session.close())
    const timer = setTimeout(() => this.waited.set(true), SLOW_MS)
    this.destroyed.onDestroy(() => {
      clearTimeout(timer)
      this.isLeft = true
      this.closeOnceLeft()
    })
  }

  /** Scrolls to a message, after loading the pages back to it. Ignores messages that do not exist. */
  async goTo(sequence: number): Promise<void> {
    if (!this.session || !this.target()) return
    if (await bringMessage(this.session, sequence)) this.target.set({ kind: 'message', sequence })
  }

  goToUnread(): void {
    if (this.unreadFrom() !== null) this.target.set({ kind: 'unread' })
  }

  /** @returns null when there is nothing to send */
  send(text: string): string | null {
    const clientId = this.session?.answer(text) ?? null
    if (clientId) this.sent.add(clientId)
    return clientId
  }

  /**
   * What becomes of a message that was sent: null once it is stored, or why it is not. Until then the chat stays open,
   * though its page may be gone.
   */
  outcome(clientId: string): Promise<ApiError | null> {
    this.awaited++
    return new Promise((resolve) => {
      const check = () => {
        const outcome = this.session && outcomeOf(clientId, this.session.state)
        if (outcome === undefined) return
        stop?.()
        this.awaited--
        this.closeOnceLeft()
        resolve(outcome)
      }
      const stop = this.session?.subscribe(check)
      check()
    })
  }

  retry(clientId: string): void {
    this.session?.retry(clientId)
  }

  /** Forgets a message that was not sent. @returns its text */
  discard(clientId: string): string | null {
    return this.session?.discard(clientId) ?? null
  }

  /** The messages up to this one are read. */
  markRead(sequence: number): void {
    this.session?.markRead(sequence)
  }

  /** The messages up to this one are on the screen, and the window has the focus. */
  trackViewed(sequence: number): void {
    this.viewed.track(sequence)
  }

  /** Sequence of the newest message; null while none is known. */
  newest(): number | null {
    const state = this.state()
    return state?.loaded ? newestSequence(state) : null
  }

  /** The messages that an answer begun after `since` would overlook; those up to `warned` were warned of. */
  newerThan(since: number, warned: number): SupportMessage[] {
    return newerMessages(
      storedIn(this.state() ?? { items: [] }),
      { since, warned, viewed: this.viewed.newest() },
      (message) => this.isOwn(message),
    )
  }

  /** Written by the signed-in member of staff, here or elsewhere; elsewhere the name decides. */
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

  private closeOnceLeft(): void {
    if (!this.isLeft || this.awaited > 0) return
    this.stopFollowing()
    this.session?.close()
  }

  /** The chat is no more: neither are its messages, nor what is on its way there. */
  private forget(): void {
    const { session } = this
    for (const { kind, message } of session?.state.items ?? []) {
      if (kind === 'pending') session?.discard(message.client_id)
    }
    this.stopFollowing()
    session?.close()
    this.session = null
    this.state.set(null)
  }

  private async findTarget(session: StaffChatSession, at: number | null): Promise<void> {
    this.findingTarget = true
    if (at === null) await bringUnread(session)
    this.unreadFrom.set(firstUnread(session.state))
    if (!this.windowFocus.focused()) this.leftAt = this.newest()
    if (at !== null && (await bringMessage(session, at))) this.target.set({ kind: 'message', sequence: at })
    else this.target.set({ kind: this.unreadFrom() === null ? 'end' : 'unread' })
  }

  /** Puts the divider of unread messages above what the user writes while the window does not have the focus. */
  private divideUnread(state: ChatState): void {
    const leftAt = this.leftAt
    if (!state.loaded || leftAt === null || !this.target()) return
    const first = storedIn(state).find(({ sequence, sender_type }) => sequence > leftAt && sender_type === 'user')
    if (!first) return
    this.leftAt = null
    this.unreadFrom.set(first.sequence)
  }
}

/** Undefined while it is on its way. */
function outcomeOf(clientId: string, { items }: ChatState): ApiError | null | undefined {
  const pending = items.find(({ kind, message }) => kind === 'pending' && message.client_id === clientId)
  if (pending?.kind !== 'pending') return null
  return pending.message.error ?? undefined
}

/** Why a chat cannot be shown, in words. */
export function failureWords(error: ApiError | 'erased'): { title: string; detail: string } {
  const kind = error === 'erased' ? error : failureKind(error)
  return { title: t(`conversation.failure.${kind}.title`), detail: t(`conversation.failure.${kind}.detail`) }
}

function failureKind({ code }: ApiError): 'missing' | 'forbidden' | 'other' {
  if (code === 'not_found' || code === 'invalid_request') return 'missing'
  return code === 'forbidden' ? 'forbidden' : 'other'
}
