import { type DynamicModule, Module, type Provider } from '@nestjs/common'
import { Clock, WallClock } from './clock.js'
import { GUEST } from './guest.js'
import { IntervalTasks } from './interval-tasks.js'

/** What everything may use, what an application gives in place of defaults included. */
@Module({})
export class CommonModule {
  static forRoot(extensions: Provider[]): DynamicModule {
    const providers = [Clock, WallClock, IntervalTasks, { provide: GUEST, useValue: null }, ...extensions]
    return { module: CommonModule, global: true, providers, exports: providers }
  }
}
