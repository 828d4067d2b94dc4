import { DestroyRef, inject, Injectable, signal } from '@angular/core'

const TICK_MS = 15_000

/** The time, as a signal: whatever is drawn with "2 minutes ago" stays true without anything happening. */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly time = signal(Date.now())
  /** Milliseconds since 1970, renewed every 15 s and whenever the page comes back to sight. */
  readonly now = this.time.asReadonly()

  constructor() {
    const tick = () => this.time.set(Date.now())
    const timer = setInterval(tick, TICK_MS)
    document.addEventListener('visibilitychange', tick)
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    })
  }
}
