import { inject, Injectable, signal } from '@angular/core'
import { staffRoutes, type WidgetChanges, type WidgetSettings } from '@support-chat/shared'
import { LiveConnection } from '../../connection/live-connection.js'
import { RequestState } from '../../ui/request-state.js'

/** What the widget shows before anybody writes, and how it looks where it is embedded. */
@Injectable()
export class WidgetSettingsStore {
  private readonly connection = inject(LiveConnection)
  readonly loading = new RequestState()
  private readonly stored = signal<WidgetSettings | null>(null)
  /** Null while they are being loaded for the first time. */
  readonly settings = this.stored.asReadonly()

  load(): Promise<boolean> {
    return this.loading.run(async () => this.stored.set(await this.connection.get(staffRoutes.widgetSettings)))
  }

  /** Changes what is given; the rest stays. @throws RequestError */
  async save(changes: WidgetChanges): Promise<void> {
    this.stored.set(await this.connection.patch(staffRoutes.widgetSettings, changes))
  }
}
