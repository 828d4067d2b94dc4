import { Module } from '@nestjs/common'
import { AuthModule } from '../auth/auth.module.js'
import { AuditController } from './audit.controller.js'
import { AuditEntryRepository } from './audit-entry.repository.js'
import { AuditLog } from './audit-log.js'
import { AuditService } from './audit.service.js'

/** Who did what, written down for ever. */
@Module({
  imports: [AuthModule],
  controllers: [AuditController],
  providers: [AuditEntryRepository, AuditLog, AuditService],
  exports: [AuditLog],
})
export class AuditModule {}
