import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { AFTER_ARCHIVING, InboxPreferences, LONG_AFTER } from '../chats/inbox-preferences.js'
import { keyText } from '../keyboard/key-press.js'
import { counted, t } from '../language/later.js'

/** How one goes from chat to chat in this browser. Changes apply at once; there is nothing to save. */
@Component({
  selector: 'app-inbox-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './inbox-page.html',
  styleUrl: '../ui/page.css',
  styles: `
    .spaced {
      margin-block-start: 0.5rem;
    }
  `,
})
export class InboxPage {
  protected readonly t = t
  protected readonly counted = counted
  protected readonly preferences = inject(InboxPreferences)
  protected readonly choices = AFTER_ARCHIVING
  protected readonly sendAndArchiveKeys = keyText('Mod+Enter')
  protected readonly minutes = [...LONG_AFTER].sort((a, b) => Number(a) - Number(b))
}
