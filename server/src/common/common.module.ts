import { Global, Module } from '@nestjs/common'
import { Clock, WallClock } from './clock.js'
import { IntervalTasks } from './interval-tasks.js'

@Global()
@Module({ providers: [Clock, WallClock, IntervalTasks], exports: [Clock, WallClock, IntervalTasks] })
export class CommonModule {}
