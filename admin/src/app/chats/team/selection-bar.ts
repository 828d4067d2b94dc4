import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import type { CommandId } from '../../keyboard/command-list.js'
import { Commands } from '../../keyboard/commands.js'
import { KeyBindings } from '../../keyboard/key-bindings.js'
import { keyText } from '../../keyboard/key-press.js'
import { counted, t } from '../../language/later.js'
import { Icon, type IconName } from '../../ui/icon.js'
import { ChatSelection } from '../chat-selection.js'
import { ChatsStore } from '../chats-store.js'

interface Act {
  readonly command: CommandId
  readonly icon: IconName
  readonly words: string
}

/** How many chats are selected, and what can be done with them. */
@Component({
  selector: 'app-selection-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <p role="status">{{ words() }}</p>
    @for (act of acts(); track act.command) {
      <button
        type="button"
        class="icon-button"
        [attr.aria-label]="act.words"
        [title]="titleOf(act)"
        (click)="commands.run(act.command)"
      >
        <app-icon [name]="act.icon" />
      </button>
    }
    <button
      type="button"
      class="icon-button"
      [attr.aria-label]="t('selectionBar.clear')"
      [title]="t('selectionBar.clear')"
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
  private readonly bindings = inject(KeyBindings)
  private readonly chats = inject(ChatsStore)
  protected readonly words = computed(() => counted('selectionBar.count', this.selection.ids().length))
  protected readonly acts = computed((): Act[] => {
    const { archived } = this.chats.query()
    return [
      { command: 'assign', icon: 'person', words: t('selectionBar.assign') },
      { command: 'tag', icon: 'tag', words: t('selectionBar.tag') },
      { command: 'snooze', icon: 'clock', words: t('selectionBar.snooze') },
      {
        command: 'archive',
        icon: archived ? 'restore' : 'archive',
        words: t(archived ? 'selectionBar.restore' : 'selectionBar.archive'),
      },
    ]
  })

  protected titleOf({ words, command }: Act): string {
    const keys = this.bindings.keysOf(command)
    return keys ? `${words} (${keyText(keys)})` : words
  }
}
