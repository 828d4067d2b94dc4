import { Injectable } from '@nestjs/common'
import type { RoutingChanges, RoutingSettings } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { RoutingSettingsRepository, type StoredRoutingSettings } from './routing-settings.repository.js'

/** How waiting chats are given to people. */
@Injectable()
export class RoutingSettingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountsService,
    private readonly settings: RoutingSettingsRepository,
    private readonly audit: AuditLog,
  ) {}

  read(): Promise<RoutingSettings> {
    return this.unitOfWork.read(async (reader) => toDto(await this.settings.read(reader)))
  }

  /** Changes what is given; the rest stays. */
  change(principal: Principal, changes: RoutingChanges): Promise<RoutingSettings> {
    return this.accounts.runAs(principal, 'settings.manage', async (tx) => {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      const before = await this.settings.lock(tx)
      const settings = { ...toDto(before), ...given }
      await this.settings.put(tx, settings, before.mode === 'off' && settings.mode !== 'off')
      await this.audit.record(tx, principal, 'routing.changed', null, settings)
      await tx.publish('routing.changed', settings)
      return settings
    })
  }
}

function toDto({ mode, capacity, returnAfterMinutes }: StoredRoutingSettings): RoutingSettings {
  return { mode, capacity, return_after_minutes: returnAfterMinutes }
}
