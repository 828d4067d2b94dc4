import { DestroyRef, inject, Injectable, signal } from '@angular/core'

/** Whether somebody is looking: the page is visible and its window has the focus. Only then is anything "read". */
@Injectable({ providedIn: 'root' })
export class Attention {
  private readonly looking = signal(isLooking())
  readonly here = this.looking.asReadonly()

  constructor() {
    const check = () => this.looking.set(isLooking())
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

const isLooking = (): boolean => document.visibilityState === 'visible' && document.hasFocus()
