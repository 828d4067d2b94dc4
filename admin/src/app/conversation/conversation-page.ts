import { Component, computed, effect, ElementRef, inject, input, type OnInit, viewChild } from '@angular/core'
import { RouterLink } from '@angular/router'
import { LiveConnection } from '../connection/live-connection.js'
import { Icon } from '../icon/icon.js'
import { t } from '../language/words.js'
import { Composer } from './composer.js'
import { Conversation, failureWords } from './conversation.js'
import { MessageLog } from './message-log.js'

/** One chat: who it is with, what was said, and the place to answer. */
@Component({
  selector: 'app-conversation-page',
  imports: [Composer, Icon, MessageLog, RouterLink],
  providers: [Conversation],
  templateUrl: './conversation-page.html',
  styleUrl: './conversation-page.css',
})
export class ConversationPage implements OnInit {
  protected readonly t = t
  protected readonly conversation = inject(Conversation)
  protected readonly status = inject(LiveConnection).status
  private readonly composer = viewChild(Composer)
  private readonly back = viewChild.required<ElementRef<HTMLElement>>('back')

  /** From the URL. */
  readonly chatId = input.required<string>()
  protected readonly typing = computed(() => this.conversation.state()?.otherTyping ?? false)
  protected readonly failure = computed(() => {
    const error = this.conversation.state()?.error
    return error ? failureWords(error) : null
  })

  ngOnInit(): void {
    this.conversation.open(this.chatId())
  }

  constructor() {
    effect(() => this.takeFocus())
  }

  /** With a keyboard the answer can be typed at once; on a phone the one on the screen would cover what is to be read. */
  private takeFocus(): void {
    if (matchMedia('(pointer: fine)').matches) this.composer()?.focus()
    else this.back().nativeElement.focus()
  }

  /** Takes the text of a message that was not sent back to where it can be changed. */
  protected edit(clientId: string): void {
    const text = this.conversation.discard(clientId)
    if (text) this.composer()?.putBack(text)
  }
}
