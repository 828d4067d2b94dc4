import { Module } from '@nestjs/common'
import { AuditModule } from '../audit/audit.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { TeamRepository } from './team.repository.js'
import { WelcomeService } from './welcome.service.js'
import { WidgetSettingsController } from './widget-settings.controller.js'
import { WidgetSettingsRepository } from './widget-settings.repository.js'
import { WidgetSettingsService } from './widget-settings.service.js'

/** What the widget shows before anybody writes: greeting, topics, the team and its hours. */
@Module({
  imports: [AuditModule, AuthModule],
  controllers: [WidgetSettingsController],
  providers: [TeamRepository, WelcomeService, WidgetSettingsRepository, WidgetSettingsService],
  exports: [WelcomeService],
})
export class WidgetSettingsModule {}
