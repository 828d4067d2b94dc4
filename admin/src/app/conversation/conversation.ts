import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'
import type { ApiError, ArchiveState } from '@support-chat/shared'
import { routes } from '@support-chat/shared'
import type { ChatState, StaffChatSession } from '@support-chat/shared/client'
import { ENGINE } from '../connection/engine.js'
import { LiveConnection } from '../connection/live-connection.js'
import { Inbox } from '../inbox/inbox.js'
import { t } from '../language/words.js'
import { StaffSession } from '../session/staff-session.js'
import { toRows } from './rows.js'

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
  private readonly inbox = inject(Inbox)
  private readonly staff = inject(StaffSession)
  private readonly destroyed = inject(DestroyRef)
  private readonly chatId = signal<string | null>(null)
  private readonly details = signal<StaffChatSession['details']>(null)
  private session: StaffChatSession | null = null

  private readonly waited = signal(false)

  readonly state = signal<ChatState | null>(null)
  /** The messages are not there yet, after a time in which they should be; the engine goes on trying. */
  readonly slow = computed(() => this.waited() && this.state()?.loaded === false)
  /** Archiving or restoring is under way. */
  readonly moving = signal(false)
  /** Why archiving or restoring did not work, in words. */
  readonly moveError = signal<string | null>(null)
  /** Known from the list before the chat itself has arrived. */
  readonly person = computed<Person | null>(() => {
    const known = this.details() ?? this.inbox.find(this.chatId() ?? '')
    return known ? { email: known.user_email, name: known.user_name, archived: known.archived } : null
  })
  readonly userName = computed(() => this.person()?.name ?? this.person()?.email ?? t('conversation.user'))
  readonly rows = computed(() => {
    const self = this.staff.user()?.name ?? t('conversation.self')
    return toRows(this.state()?.items ?? [], { user: this.userName(), self })
  })

  open(chatId: string): void {
    const userKey = this.staff.user()?.id ?? ''
    const session = this.engine.openStaffChat(this.connection.engine, chatId, { userKey })
    const show = () => {
      this.state.set(session.state)
      this.details.set(session.details)
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

  /** @returns null when there is nothing to send */
  send(text: string): string | null {
    return this.session?.send(text) ?? null
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

  setTyping(isTyping: boolean): void {
    this.session?.setTyping(isTyping)
  }

  loadOlder(): void {
    const state = this.state()
    if (state?.hasMore && !state.loadingOlder) void this.session?.loadOlder()
  }

  async setArchived(archived: boolean): Promise<void> {
    const chatId = this.chatId()
    if (!chatId || this.moving()) return
    this.moving.set(true)
    this.moveError.set(null)
    try {
      const path = archived ? routes.adminArchive(chatId) : routes.adminUnarchive(chatId)
      const answer = await this.connection.post<ArchiveState>(path)
      this.details.update((details) => details && { ...details, archived: answer.archived })
    } catch {
      this.moveError.set(t(archived ? 'conversation.notArchived' : 'conversation.notRestored'))
    } finally {
      this.moving.set(false)
    }
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
