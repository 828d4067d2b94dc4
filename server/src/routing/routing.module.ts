import { Module } from '@nestjs/common'
import { AuditModule } from '../audit/audit.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { ChatsModule } from '../chats/chats.module.js'
import { RoutingService } from './routing.service.js'
import { RoutingSettingsController } from './routing-settings.controller.js'
import { RoutingSettingsRepository } from './routing-settings.repository.js'
import { RoutingSettingsService } from './routing-settings.service.js'

/** Gives chats that wait to the people who take them. */
@Module({
  imports: [AuditModule, AuthModule, ChatsModule],
  controllers: [RoutingSettingsController],
  providers: [RoutingService, RoutingSettingsRepository, RoutingSettingsService],
})
export class RoutingModule {}
