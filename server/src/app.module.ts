import { type DynamicModule, Module } from '@nestjs/common'
import type { Config } from './config/config.js'
import { HealthModule } from './health/health.module.js'
import { SupportChatModule } from './support-chat.module.js'

/** The stand-alone server: the importable module, and what only a stand-alone server needs. */
@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return { module: AppModule, imports: [SupportChatModule.forRoot(config), HealthModule] }
  }
}
