import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { Notice } from '../ui/notice.js'
import { Router } from '@angular/router'
import { ArchiveActions } from '../chats/archive-actions.js'
import type { Chat } from '../chats/chat-cards.js'
import { openChat } from '../chats/open-chat.js'
import { Commands } from '../keyboard/commands.js'
import { t } from '../language/words.js'

/** What was archived or restored, with an undo; or what failed, with another try. */
@Component({
  selector: 'app-archive-notice',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Notice],
  host: {
    '(pointerenter)': 'actions.hold()',
    '(focusin)': 'actions.hold()',
    '(pointerleave)': 'actions.release()',
    '(focusout)': 'actions.release()',
  },
  template: `
    <!-- Always there: screen readers may not announce what comes together with its live region. -->
    <div role="status">
      @if (!actions.failed() && actions.words(); as words) {
        <app-notice (dismissed)="actions.dismiss()">
          {{ words }}
          <button type="button" class="text-button" (click)="actions.undo()">{{ t('chats.undo') }}</button>
        </app-notice>
      }
    </div>
    @if (actions.unsent(); as chat) {
      <app-notice class="error" role="alert" (dismissed)="actions.unsent.set(null)">
        {{ t('archive.unsent', { name: chat.user_name || chat.user_email }) }}
        <button type="button" class="text-button" (click)="open(chat)">{{ t('archive.open') }}</button>
      </app-notice>
    }
    @if (actions.failed()) {
      <app-notice class="error" role="alert" (dismissed)="actions.dismiss()">
        {{ actions.words() }}
        <button type="button" class="text-button" (click)="actions.tryAgain()">{{ t('chats.tryAgain') }}</button>
      </app-notice>
    }
  `,
  styleUrl: './archive-notice.css',
})
export class ArchiveNotice {
  protected readonly t = t
  private readonly router = inject(Router)
  protected readonly actions = inject(ArchiveActions)

  constructor() {
    const available = () => this.actions.words() !== null && !this.actions.failed()
    inject(Commands).handle({ undo: { run: () => void this.actions.undo(), available } })
  }

  protected open(chat: Chat): void {
    this.actions.unsent.set(null)
    openChat(this.router, chat, true)
  }
}
