import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { Notice } from '../ui/notice.js'
import { Router } from '@angular/router'
import { ArchiveActions } from '../chats/archive-actions.js'
import type { Chat } from '../chats/chat-cards.js'
import { Notices } from '../chats/notices.js'
import { openChat } from '../chats/open-chat.js'
import { Commands } from '../keyboard/commands.js'
import { t } from '../language/words.js'

/** What was done, with an undo; or what failed, with another try. */
@Component({
  selector: 'app-action-notice',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Notice],
  host: {
    '(pointerenter)': 'notices.hold()',
    '(focusin)': 'notices.hold()',
    '(pointerleave)': 'notices.release()',
    '(focusout)': 'notices.release()',
  },
  template: `
    <!-- Always there: screen readers may not announce what comes together with its live region. -->
    <div role="status">
      @if (!notices.failed() && notices.words(); as words) {
        <app-notice (dismissed)="notices.dismiss()">
          {{ words }}
          <button type="button" class="text-button" (click)="notices.undo()">{{ t('chats.undo') }}</button>
        </app-notice>
      }
    </div>
    @if (archiving.unsent(); as chat) {
      <app-notice class="error" role="alert" (dismissed)="archiving.unsent.set(null)">
        {{ t('archive.unsent', { name: chat.user_name || chat.user_email }) }}
        <button type="button" class="text-button" (click)="open(chat)">{{ t('archive.open') }}</button>
      </app-notice>
    }
    @if (notices.failed(); as failed) {
      <app-notice class="error" role="alert" (dismissed)="notices.dismiss()">
        {{ failed.words() }}
        @if (failed.tryAgain) {
          <button type="button" class="text-button" (click)="notices.tryAgain()">{{ t('chats.tryAgain') }}</button>
        }
      </app-notice>
    }
  `,
  styleUrl: './action-notice.css',
})
export class ActionNotice {
  protected readonly t = t
  private readonly router = inject(Router)
  protected readonly archiving = inject(ArchiveActions)
  protected readonly notices = inject(Notices)

  constructor() {
    inject(Commands).handle({ undo: { run: () => void this.notices.undo(), available: this.notices.canUndo } })
  }

  protected open(chat: Chat): void {
    this.archiving.unsent.set(null)
    openChat(this.router, chat, true)
  }
}
