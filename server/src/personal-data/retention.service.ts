import { Injectable } from '@nestjs/common'
import type { RetentionChanges, RetentionSettings } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { RetentionRepository } from './retention.repository.js'

/** For how long archived chats are kept. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountsService,
    private readonly retention: RetentionRepository,
    private readonly audit: AuditLog,
  ) {}

  async read(): Promise<RetentionSettings> {
    return { archived_days: await this.unitOfWork.read((reader) => this.retention.days(reader)) }
  }

  /**
   * With `dry_run` nothing changes, and the answer says how many chats the next night would erase.
   * @throws AppError `forbidden` below owner, `unauthenticated`
   */
  change(principal: Principal, { archived_days, dry_run }: RetentionChanges): Promise<RetentionSettings> {
    return this.accounts.runAs(principal, 'retention.manage', async (tx) => {
      if (dry_run) {
        const would_erase = archived_days === null ? 0 : await this.retention.countUntouched(tx, archived_days)
        return { archived_days, would_erase }
      }
      if ((await this.retention.lockDays(tx)) !== archived_days) {
        await this.retention.setDays(tx, archived_days)
        const details = { of: 'retention', fields: ['archived_days'], archived_days }
        await this.audit.record(tx, principal, 'settings.changed', null, details)
      }
      return { archived_days }
    })
  }
}
