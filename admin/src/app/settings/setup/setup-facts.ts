import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import { type Setup, staffRoutes } from '@support-chat/shared'
import { LiveConnection } from '../../connection/live-connection.js'
import { RequestState } from '../../ui/request-state.js'

/** How often it is asked what has changed meanwhile, in milliseconds. */
const FOLLOW_MS = 4_000

/** How far this installation is, by what there is of it: as long as somebody looks at it. */
@Injectable()
export class SetupFacts {
  private readonly connection = inject(LiveConnection)
  private readonly known = signal<Setup | null>(null)
  /** Null while they are being loaded for the first time. */
  readonly facts = this.known.asReadonly()
  readonly loading = new RequestState()

  constructor() {
    void this.load()
    // What fails is asked again the next time.
    const timer = setInterval(() => {
      if (!document.hidden && this.known()) void this.fetch().catch(() => undefined)
    }, FOLLOW_MS)
    inject(DestroyRef).onDestroy(() => clearInterval(timer))
  }

  load(): Promise<boolean> {
    return this.loading.run(() => this.fetch())
  }

  private async fetch(): Promise<void> {
    this.known.set(await this.connection.get<Setup>(staffRoutes.setup))
  }
}
