import { type DynamicModule, Module, type Provider } from '@nestjs/common'
import type { Config } from './config/config.js'
import { HealthModule } from './health/health.module.js'
import { CoreModule } from './core.module.js'

/** Loaded only where metrics are served. */
async function loadMetrics(): Promise<DynamicModule> {
  const { MetricsModule } = await import('./metrics/metrics.module.js')
  return { module: MetricsModule }
}

/** The whole server. */
@Module({})
export class AppModule {
  /** @param extensions what takes the place of defaults, by `customOf` their points */
  static forRoot(config: Config, extensions: Provider[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [CoreModule.forRoot(config, extensions), HealthModule, ...(config.metrics ? [loadMetrics()] : [])],
    }
  }
}
