import { NgComponentOutlet } from '@angular/common'
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  type OnInit,
  viewChild,
} from '@angular/core'
import { takeUntilDestroyed } from '@angular/core/rxjs-interop'
import { ActivatedRoute, NavigationEnd, Router, RouterLink } from '@angular/router'
import type { ChatViewer } from '@support-chat/shared'
import { Permissions } from '../auth/permissions.js'
import { LiveConnection } from '../connection/live-connection.js'
import { Avatar } from '../ui/avatar.js'
import { Icon } from '../ui/icon.js'
import { ArchiveActions } from '../chats/archive-actions.js'
import { ChatsStore } from '../chats/chats-store.js'
import { NextChat } from '../chats/next-chat.js'
import type { ChatNavigation } from '../chats/open-chat.js'
import { Commands } from '../keyboard/commands.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { lazyComponent } from '../ui/lazy-component.js'
import { Modal } from '../ui/modal.js'
import { formatList } from '../language/format-list.js'
import { counted, t } from '../language/words.js'
import { PanelLayout } from '../user-panel/panel-layout.js'
import { UserPanel } from '../user-panel/user-panel.js'
import { Composer } from './composer.js'
import { Conversation, failureWords } from './conversation.js'
import { Deliveries } from './deliveries.js'
import { MessageLog } from './message-log.js'
import { Redaction } from './redaction/redaction.js'
import { viewerName, Viewers } from './viewers.js'

/** One chat: who it is with, what was said, and the place to answer. */
@Component({
  selector: 'app-conversation-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Avatar, Composer, Icon, MessageLog, Modal, NgComponentOutlet, RouterLink, UserPanel],
  providers: [Conversation, Deliveries, PanelLayout, Redaction, Viewers],
  templateUrl: './conversation-page.html',
  styleUrls: ['./conversation-page.css', '../user-panel/panel-frame.css'],
})
export class ConversationPage implements OnInit {
  protected readonly t = t
  protected readonly conversation = inject(Conversation)
  protected readonly status = inject(LiveConnection).status
  private readonly permissions = inject(Permissions)
  protected readonly archiving = inject(ArchiveActions)
  private readonly composer = viewChild(Composer)
  private readonly log = viewChild<MessageLog, ElementRef<HTMLElement>>(MessageLog, { read: ElementRef })
  private readonly back = viewChild.required<ElementRef<HTMLElement>>('back')

  private readonly nextChat = inject(NextChat)
  private readonly injector = inject(Injector)
  /** Whoever came here is answering one chat after the other. */
  private readonly toReply = (inject(Router).currentNavigation()?.extras.info as ChatNavigation | undefined)?.reply

  /** What had the focus once this page had moved it. */
  private placed: Element | null = null

  private readonly info = viewChild<ElementRef<HTMLElement>>('info')
  private readonly bindings = inject(KeyBindings)
  protected readonly panel = inject(PanelLayout)
  protected readonly panelKeys = computed(() => this.bindings.ariaKeysOf('userPanel'))

  /** From the URL. */
  readonly chatId = input.required<string>()
  protected readonly mayAnswer = computed(() => this.permissions.may('chats.answer'))
  protected readonly hasTeam = computed(() => this.mayAnswer() && this.conversation.chat()?.version !== undefined)
  protected readonly teamBar = lazyComponent(
    () => this.hasTeam(),
    async () => (await import('../chats/team/components.js')).TeamBar,
  )
  protected readonly noteComposer = lazyComponent(
    () => this.conversation.noting(),
    async () => (await import('./notes/components.js')).NoteComposer,
  )
  private readonly searched = inject(ChatsStore).query
  protected readonly hitBar = lazyComponent(
    () => this.searched().q !== '',
    async () => (await import('./hits/hit-bar.js')).HitBar,
  )
  /** From the URL: sequence of a message to go to. */
  readonly at = input<string>()
  protected readonly viewers = inject(Viewers)
  protected readonly viewerName = viewerName
  /** Staff who type here too, else those who have the chat open; null for nobody. */
  protected readonly company = computed(() => {
    const names = (viewers: readonly ChatViewer[]) => formatList(viewers.map(viewerName))
    const { typing, others } = { typing: this.viewers.typing(), others: this.viewers.others() }
    if (typing.length > 0) return counted('viewers.typing', typing.length, { names: names(typing) })
    return others.length > 0 ? counted('viewers.here', others.length, { names: names(others) }) : null
  })
  protected readonly typing = computed(() => this.conversation.state()?.otherTyping ?? false)
  protected readonly failure = computed(() => {
    const error = this.conversation.isErased() ? 'erased' : this.conversation.state()?.error
    return error ? failureWords(error) : null
  })

  ngOnInit(): void {
    this.conversation.open(this.chatId(), toSequence(this.at()))
  }

  constructor() {
    effect(() => this.takeFocus())
    let noting = false
    effect(() => {
      const wasNoting = noting
      noting = this.conversation.noting()
      // The field of the note had the focus and is about to go.
      if (wasNoting && !noting) this.leaveField()
    })
    this.followHits()
    inject(Commands).handle({
      reply: { run: () => this.reply(), available: () => this.log() !== undefined },
      note: { run: () => this.conversation.noting.set(true), available: () => this.log() !== undefined },
      firstUnread: {
        run: () => this.conversation.goToUnread(),
        available: () => this.conversation.unreadFrom() !== null,
      },
      sendAndArchive: { run: () => this.sendAndArchive(), available: () => this.composer() !== undefined },
      userPanel: { run: () => this.panel.toggle(), available: () => this.conversation.chat() !== undefined },
    })
  }

  /** To the message in the address whenever that is another one, and when the same one is asked for once more. */
  private followHits(): void {
    const route = inject(ActivatedRoute)
    const router = inject(Router)
    let before = { url: router.url, at: route.snapshot.queryParamMap.get('at') }
    router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      if (!(event instanceof NavigationEnd)) return
      const now = { url: event.urlAfterRedirects, at: route.snapshot.queryParamMap.get('at') }
      const sequence = toSequence(now.at)
      if (sequence !== null && (now.at !== before.at || now.url === before.url)) void this.conversation.goTo(sequence)
      before = now
    })
  }

  private reply(): void {
    this.conversation.noting.set(false)
    afterNextRender(() => this.composer()?.focus(), { injector: this.injector })
  }

  protected archive(): void {
    if (!this.conversation.chat()?.archived) this.nextChat.leave([this.chatId()])
    void this.archiving.toggle(this.chatId())
  }

  /** Goes on at once: what is not sent after all is said there. */
  private sendAndArchive(): void {
    const clientId = this.composer()?.send()
    if (!clientId) return
    void this.archiving.archiveOnceSent(this.chatId(), this.conversation.outcome(clientId))
    this.nextChat.leave([this.chatId()], 'next', true)
  }

  /** From the field to the messages, where single keys are commands. */
  protected leaveField(): void {
    this.log()?.nativeElement.querySelector<HTMLElement>('[role=log]')?.focus({ preventScroll: true })
  }

  /** By its own button, which goes with it: the focus goes to the one that brings it back. */
  protected closePanel(): void {
    this.panel.toggle()
    this.info()?.nativeElement.focus()
  }

  /**
   * To the field where one answers chat after chat. Otherwise to the messages: arrow keys scroll them, and single keys answer, archive or go on, which a text field would take.
   * Again once the chat has loaded, unless the reader has gone elsewhere meanwhile.
   */
  private takeFocus(): void {
    const log = this.log()?.nativeElement.querySelector<HTMLElement>('[role=log]')
    const isElsewhere = document.activeElement !== this.placed && document.activeElement !== document.body
    if (this.placed && isElsewhere) return
    const field = this.composer()
    if (this.toReply && field) field.focus()
    else (log ?? this.back().nativeElement).focus({ preventScroll: true })
    this.placed = document.activeElement
  }

  /** Takes the text of a message that was not sent back to where it can be changed. */
  protected edit(clientId: string): void {
    const text = this.conversation.discard(clientId)
    if (text) this.composer()?.putBack(text)
  }
}

function toSequence(text: string | null | undefined): number | null {
  const sequence = Number(text)
  return Number.isSafeInteger(sequence) && sequence > 0 ? sequence : null
}
