import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'
import { Preferences } from '../storage/preferences.js'

/** From here on there is room for list, chat and panel side by side. */
const ROOMY = '(min-width: 72rem)'

/** Where the panel is: beside the chat where there is room, which this browser remembers; else over it, while it is needed. */
@Injectable()
export class PanelPlace {
  private readonly preference = inject(Preferences).oneOf('support-chat.user-panel', ['open', 'closed'])
  private readonly roomy = signal(true)
  private readonly over = signal(false)
  /** Null: it is closed. */
  readonly place = computed(() => {
    if (this.roomy()) return this.preference.value() === 'open' ? 'beside' : null
    return this.over() ? 'over' : null
  })

  constructor() {
    const room = window.matchMedia(ROOMY)
    const follow = () => this.roomy.set(room.matches)
    follow()
    room.addEventListener('change', follow)
    inject(DestroyRef).onDestroy(() => room.removeEventListener('change', follow))
  }

  toggle(): void {
    if (this.roomy()) this.preference.set(this.place() ? 'closed' : 'open')
    else this.over.update((open) => !open)
  }

  /** The sheet was sent away. */
  closeOver(): void {
    this.over.set(false)
  }
}
