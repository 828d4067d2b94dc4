import { Module } from '@nestjs/common'
import { AuditModule } from '../audit/audit.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { MessagesModule } from '../messages/messages.module.js'
import { UsersModule } from '../users/users.module.js'
import { ErasureRepository } from './erasure.repository.js'
import { ErasureService } from './erasure.service.js'
import { ExportRepository } from './export.repository.js'
import { ExportService } from './export.service.js'
import { PersonalDataController } from './personal-data.controller.js'
import { RetentionController } from './retention.controller.js'
import { RetentionRepository } from './retention.repository.js'
import { RetentionService } from './retention.service.js'
import { RetentionSweeper } from './retention.sweeper.js'

/** What people may ask of those who keep their data: a copy, that it is erased, and that it is not kept for ever. */
@Module({
  imports: [AuditModule, AuthModule, MessagesModule, UsersModule],
  controllers: [PersonalDataController, RetentionController],
  providers: [
    ErasureRepository,
    ErasureService,
    ExportRepository,
    ExportService,
    RetentionRepository,
    RetentionService,
    RetentionSweeper,
  ],
})
export class PersonalDataModule {}
