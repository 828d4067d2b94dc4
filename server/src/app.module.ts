import { type DynamicModule, Module, type Provider } from '@nestjs/common'
import type { Config } from './config/config.js'
import { HealthModule } from './health/health.module.js'
import { CoreModule } from './core.module.js'

/** What is loaded only where it is asked for. */
function optional(config: Config): Promise<DynamicModule>[] {
  return [
    ...(config.metrics
      ? [import('./metrics/metrics.module.js').then(({ MetricsModule: module }) => ({ module }))]
      : []),
    ...(config.otlpEndpoint
      ? [import('./tracing/tracing.module.js').then(({ TracingModule: module }) => ({ module }))]
      : []),
  ]
}

/** The whole server. */
@Module({})
export class AppModule {
  /** @param extensions what takes the place of defaults, by `customOf` their points */
  static forRoot(config: Config, extensions: Provider[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [CoreModule.forRoot(config, extensions), HealthModule, ...optional(config)],
    }
  }
}
