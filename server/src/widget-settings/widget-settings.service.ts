import { Injectable } from '@nestjs/common'
import type { WidgetChanges, WidgetSettings } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { WidgetSettingsRepository } from './widget-settings.repository.js'

/** What the widget shows before anybody writes. */
@Injectable()
export class WidgetSettingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountsService,
    private readonly settings: WidgetSettingsRepository,
    private readonly audit: AuditLog,
  ) {}

  read(): Promise<WidgetSettings> {
    return this.unitOfWork.read((reader) => this.settings.read(reader))
  }

  /** Changes what is given; the rest stays. */
  change(principal: Principal, { hours, brand, ...changes }: WidgetChanges): Promise<WidgetSettings> {
    return this.accounts.runAs(principal, 'settings.manage', async (tx) => {
      const before = await this.settings.lock(tx)
      const settings = {
        ...before,
        ...given(changes),
        hours: { ...before.hours, ...given(hours ?? {}) },
        brand: { ...before.brand, ...given(brand ?? {}) },
      }
      await this.settings.put(tx, settings)
      const fields = [...Object.keys(given(changes)), ...(hours ? ['hours'] : []), ...(brand ? ['brand'] : [])]
      await this.audit.record(tx, principal, 'settings.changed', null, { of: 'widget', fields })
      await tx.publish('widget.changed', {})
      return settings
    })
  }
}

/** Without what was left out. */
function given<T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}
