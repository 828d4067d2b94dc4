import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { AFTER_ARCHIVING, NextChat } from '../chats/next-chat.js'
import { keyText } from '../keyboard/key-press.js'
import { t } from '../language/words.js'

/** How one goes from chat to chat in this browser. Changes apply at once; there is nothing to save. */
@Component({
  selector: 'app-inbox-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './inbox-page.html',
  styleUrl: '../ui/page.css',
})
export class InboxPage {
  protected readonly t = t
  protected readonly afterArchiving = inject(NextChat).afterArchiving
  protected readonly choices = AFTER_ARCHIVING
  protected readonly sendAndArchiveKeys = keyText('Mod+Enter')
}
