import { NgComponentOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { Permissions } from '../auth/permissions.js'
import { Icon } from '../ui/icon.js'
import { ChatsStore } from '../chats/chats-store.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { KeyCaps } from '../keyboard/key-caps.js'
import { counted, t } from '../language/words.js'
import { Preferences } from '../storage/preferences.js'
import { lazyComponent } from '../ui/lazy-component.js'

/** The commands whose keys are shown. */
const FIRST_KEYS = ['nextChat', 'search', 'palette', 'shortcuts'] as const

/** Shown beside the list while no chat is open. */
@Component({
  selector: 'app-no-chat',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, KeyCaps, NgComponentOutlet],
  host: { '[class]': "guide() ? 'guide' : 'blank-slate'" },
  template: `
    @if (guide(); as type) {
      <ng-container *ngComponentOutlet="type" />
    } @else {
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
    }
  `,
  styleUrl: './no-chat.css',
})
export class NoChat {
  protected readonly t = t
  private readonly chats = inject(ChatsStore)
  private readonly bindings = inject(KeyBindings)
  private readonly permissions = inject(Permissions)
  /** What `GuideState` keeps; named here, so that its code is only loaded for who needs it. */
  private readonly kept = inject(Preferences).text('support-chat.guide').value
  private readonly loaded = lazyComponent(
    () => this.kept() === 'welcome' || (!this.kept() && this.isNew()),
    async () => (await import('../settings/setup/guide.js')).Guide,
  )
  protected readonly guide = computed(() => (this.kept() === 'hidden' ? null : this.loaded()))
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

  /** The list of all active chats is empty. */
  private isNew(): boolean {
    const { archived, unread, q, view } = this.chats.query()
    const isAll = !archived && !unread && !q && !view
    const isEmpty = this.chats.phase() === 'ready' && this.chats.cards().length === 0
    return isAll && isEmpty && this.permissions.may('settings.manage')
  }
}
