import { NgTemplateOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { RouterLink, RouterLinkActive } from '@angular/router'
import { PREVIEW_LENGTH, type SenderType, type SupportChatListItem } from '@support-chat/shared'
import { StaffSession } from '../auth/staff-session.js'
import { attachmentWords } from '../language/attachment-words.js'
import { truncate } from '../language/truncate.js'
import { counted, t } from '../language/words.js'
import { exactTime } from '../time/calendar.js'
import { Clock } from '../time/clock.js'
import { relativeTime } from '../time/relative-time.js'
import { shortAge } from '../time/short-age.js'
import { Avatar } from '../ui/avatar.js'
import { ChatSelection } from './chat-selection.js'
import { ChatsStore } from './chats-store.js'
import { Drafts } from './drafts.js'
import { matchAuthor, matchPieces, userPieces } from './match-pieces.js'
import { withoutFilters } from './search/filters.js'
import { Waiting } from './waiting.js'

/** One chat of the list: a single link, whose text says all there is to say of it. */
@Component({
  selector: 'app-chat-card',
  imports: [Avatar, NgTemplateOutlet, RouterLink, RouterLinkActive],
  templateUrl: './chat-card.html',
  styleUrl: './chat-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChatCard {
  protected readonly t = t
  private readonly clock = inject(Clock)
  private readonly chats = inject(ChatsStore)
  private readonly drafts = inject(Drafts)
  private readonly staff = inject(StaffSession)
  protected readonly selection = inject(ChatSelection)
  private readonly waitingWords = inject(Waiting)

  readonly card = input.required<SupportChatListItem>()
  /** Whether the Tab key reaches the card. */
  readonly reachable = input(true)
  protected readonly unread = computed(() => this.chats.isUnread(this.card()))
  /** How long the user waits for an answer; null where none is needed. */
  protected readonly waiting = computed(() => this.waitingWords.of(this.card()))
  protected readonly online = computed(() => this.chats.isOnline(this.card()))
  protected readonly exact = computed(() => {
    const at = this.card().last_message_at
    return at ? exactTime(at) : null
  })
  protected readonly who = computed(() => userPieces(this.card(), withoutFilters(this.chats.list().query.q)))
  /** The address is shown where there is no name, and where a search has found it. */
  protected readonly showsNameOnly = computed(
    () => Boolean(this.card().user_name) && !this.who().email.some(({ found }) => found),
  )
  /** The unsent draft; null for none, and while the chat is open: the composer shows it then. */
  protected readonly draft = computed(() => {
    const { id } = this.card()
    const text = this.drafts.get(id).text.trim()
    return text === '' || this.chats.openChatId() === id ? null : truncate(text, PREVIEW_LENGTH)
  })
  /** A draft replaces the last message, unless that is unread or was found by a search. */
  protected readonly draftInstead = computed(() => this.draft() !== null && !this.unread() && !this.card().match)
  /** The message that a search has found, else the last one. */
  protected readonly preview = computed(() => {
    const {
      match,
      last_message_preview: last,
      last_message_sender: sender,
      last_message_sender_name: name,
      last_message_attachment: file,
    } = this.card()
    if (match) return { by: matchAuthor(match, this.staff.user()?.id), pieces: matchPieces(match) }
    const without = t(this.card().message_count > 0 ? 'message.redacted' : 'chats.nothingWritten')
    const text = last || (file ? attachmentWords(file) : without)
    return { by: this.author(sender, name), pieces: [{ text, found: false }] }
  })
  /** `5 messages · `, to be followed by {@link when}. */
  protected readonly messages = computed(() => {
    const messages = counted('chats.messages', this.card().message_count)
    return this.card().last_message_at ? `${messages} · ` : messages
  })
  protected readonly when = computed(() => {
    const at = this.card().last_message_at
    return at && relativeTime(at, this.clock.now())
  })
  /** For the eye: how long ago, short; how long the user waits, in words once that is too long. */
  protected readonly age = computed(() => {
    const { last_message_at: at, waiting_since: since } = this.card()
    const waiting = this.waiting()
    if (waiting?.isLong) return waiting.words
    const from = waiting ? since : at
    return from && shortAge(from, this.clock.now())
  })

  /** `You:` before what one has written oneself, a colleague's name before theirs; null before the user's words. */
  private author(sender: SenderType | null, name: string | null): string | null {
    if (sender !== 'admin') return null
    return name === null || name === this.staff.user()?.name ? t('chats.you') : t('chats.colleague', { name })
  }
}
