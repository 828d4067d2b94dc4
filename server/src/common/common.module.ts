import { Global, Module } from '@nestjs/common'
import { Clock } from './clock.js'
import { IntervalTasks } from './interval-tasks.js'

@Global()
@Module({ providers: [Clock, IntervalTasks], exports: [Clock, IntervalTasks] })
export class CommonModule {}
