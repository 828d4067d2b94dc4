import { Component, computed, effect, inject, input, type OnInit, viewChild } from '@angular/core'
import { RouterLink } from '@angular/router'
import { LiveConnection } from '../connection/live-connection.js'
import { Icon } from '../icon/icon.js'
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
  protected readonly conversation = inject(Conversation)
  protected readonly status = inject(LiveConnection).status
  private readonly composer = viewChild(Composer)

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
    // On a wide screen the answer can be typed at once; on a phone the keyboard would cover what is to be read.
    effect(() => {
      if (matchMedia('(pointer: fine)').matches) this.composer()?.focus()
    })
  }

  /** Takes the text of a message that was not sent back to where it can be changed. */
  protected edit(clientId: string): void {
    const text = this.conversation.discard(clientId)
    if (text) this.composer()?.putBack(text)
  }
}
