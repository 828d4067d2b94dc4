import { BreakpointObserver } from '@angular/cdk/layout'
import { computed, inject, Injectable, signal } from '@angular/core'
import { toSignal } from '@angular/core/rxjs-interop'
import { Preferences } from '../storage/preferences.js'

/** From here on list, chat and panel stand side by side. */
const WIDE = '(min-width: 72rem)'

/** Where the panel is: beside the chat on wide screens, which this browser remembers; else over it while it is needed. */
@Injectable()
export class PanelLayout {
  private readonly preference = inject(Preferences).oneOf('support-chat.user-panel', ['open', 'closed'])
  private readonly breakpoint = toSignal(inject(BreakpointObserver).observe(WIDE), { requireSync: true })
  private readonly isWide = computed(() => this.breakpoint().matches)
  private readonly isOver = signal(false)
  /** Null while it is closed. */
  readonly position = computed(() => {
    if (this.isWide()) return this.preference.value() === 'open' ? 'beside' : null
    return this.isOver() ? 'over' : null
  })

  toggle(): void {
    if (this.isWide()) this.preference.set(this.position() ? 'closed' : 'open')
    else this.isOver.update((open) => !open)
  }

  closeOver(): void {
    this.isOver.set(false)
  }
}
