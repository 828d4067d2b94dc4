import { afterRenderEffect, DestroyRef, inject, untracked } from '@angular/core'
import { newestRead } from '@support-chat/shared/view'
import { WindowFocus } from '../ui/window-focus.js'
import { Conversation } from './conversation.js'
import type { MessageLines } from './message-lines.js'

/** Marks messages read that are in sight while the reader can be reading them: see `newestRead`. */
export class ReadTracker {
  private readonly conversation = inject(Conversation)
  private readonly windowFocus = inject(WindowFocus)

  /** To be constructed where things can be injected. */
  constructor(private readonly lines: () => MessageLines) {
    afterRenderEffect({
      // After the log has been scrolled to where it opens.
      read: () => {
        if (this.windowFocus.focused()) untracked(() => this.check())
      },
    })
    // A dialog that goes from above the log gives the focus back, or says no more than that it is closed.
    for (const event of ['focus', 'close']) document.addEventListener(event, this.check, { capture: true })
    inject(DestroyRef).onDestroy(() => {
      for (const event of ['focus', 'close']) document.removeEventListener(event, this.check, { capture: true })
    })
  }

  /** Goes by what is in sight now; to be called when that may have changed. */
  readonly check = (): void => {
    if (!this.conversation.target() || !this.windowFocus.focused()) return
    const lines = this.lines()
    const viewed = lines.lastInSight()
    if (viewed) this.conversation.trackViewed(sequenceOf(viewed))
    if (!this.conversation.state()?.unreadCount) return
    const messages = lines.all().map((element) => ({ element, sequence: sequenceOf(element) }))
    const read = newestRead(messages, lines.log, (found) => !found.closest('dialog'))
    if (read) this.conversation.markRead(read)
  }
}

const sequenceOf = (line: HTMLElement): number => Number(line.dataset['sequence'])
