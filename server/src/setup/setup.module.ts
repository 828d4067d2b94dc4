import { Module } from '@nestjs/common'
import { AuthModule } from '../auth/auth.module.js'
import { RefusedOriginsService } from './refused-origins.service.js'
import { SetupController } from './setup.controller.js'
import { SetupRepository } from './setup.repository.js'
import { SetupService } from './setup.service.js'

/** Helps whoever sets an installation up. */
@Module({
  imports: [AuthModule],
  controllers: [SetupController],
  providers: [RefusedOriginsService, SetupRepository, SetupService],
})
export class SetupModule {}
