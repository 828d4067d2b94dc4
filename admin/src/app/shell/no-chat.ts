import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { Icon } from '../ui/icon.js'
import { ChatsStore } from '../chats/chats-store.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { KeyCaps } from '../keyboard/key-caps.js'
import { counted, t } from '../language/words.js'

/** The commands whose keys are shown. */
const FIRST_KEYS = ['nextChat', 'search', 'palette', 'shortcuts'] as const

/** Shown beside the list while no chat is open. */
@Component({
  selector: 'app-no-chat',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, KeyCaps],
  host: { class: 'blank-slate' },
  template: `
    <app-icon name="chats" />
    <p>{{ words() }}</p>
    <dl>
      @for (hint of hints(); track hint.words) {
        <div>
          <dt>{{ t(hint.words) }}</dt>
          <dd><app-key-caps [keys]="hint.keys" /></dd>
        </div>
      }
    </dl>
  `,
  styleUrl: './no-chat.css',
})
export class NoChat {
  protected readonly t = t
  private readonly chats = inject(ChatsStore)
  private readonly bindings = inject(KeyBindings)
  protected readonly words = computed(() => {
    const unread = this.chats.unreadCount()
    return unread === 0 ? t('workspace.choose') : counted('workspace.waiting', unread)
  })
  protected readonly hints = computed(() =>
    FIRST_KEYS.flatMap((id) => {
      const keys = this.bindings.keysOf(id)
      return keys ? [{ words: `commands.${id}` as const, keys }] : []
    }),
  )
}
