import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { Commands } from '../keyboard/commands.js'
import { counted, t } from '../language/words.js'
import { Icon } from '../ui/icon.js'
import { ChatSelection } from './chat-selection.js'
import { ChatsStore } from './chats-store.js'

/** How many chats are selected, and what can be done with them. */
@Component({
  selector: 'app-selection-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <p role="status">{{ words() }}</p>
    <button
      type="button"
      class="icon-button"
      [attr.aria-label]="archiveWords()"
      [title]="archiveWords()"
      (click)="commands.run('archive')"
    >
      <app-icon [name]="archived() ? 'restore' : 'archive'" />
    </button>
    <button
      type="button"
      class="icon-button"
      [attr.aria-label]="t('selection.clear')"
      [title]="t('selection.clear')"
      (click)="selection.clear()"
    >
      <app-icon name="clear" />
    </button>
  `,
  styleUrl: './selection-bar.css',
})
export class SelectionBar {
  protected readonly t = t
  protected readonly commands = inject(Commands)
  protected readonly selection = inject(ChatSelection)
  private readonly chats = inject(ChatsStore)
  protected readonly archived = computed(() => this.chats.query().archived)
  protected readonly words = computed(() => counted('selection.count', this.selection.ids().length))
  protected readonly archiveWords = computed(() => t(this.archived() ? 'selection.restore' : 'selection.archive'))
}
