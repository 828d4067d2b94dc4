import { DestroyRef, inject, Injectable, signal } from '@angular/core'

/** Whether the page is visible and its window has the focus. Messages are marked as read only then. */
@Injectable({ providedIn: 'root' })
export class WindowFocus {
  private readonly state = signal(isFocused())
  readonly focused = this.state.asReadonly()

  constructor() {
    const check = () => this.state.set(isFocused())
    document.addEventListener('visibilitychange', check)
    window.addEventListener('focus', check)
    window.addEventListener('blur', check)
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('visibilitychange', check)
      window.removeEventListener('focus', check)
      window.removeEventListener('blur', check)
    })
  }
}

const isFocused = (): boolean => document.visibilityState === 'visible' && document.hasFocus()
