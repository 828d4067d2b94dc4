import { Injectable } from '@nestjs/common'
import { collectDefaultMetrics, Registry } from 'prom-client'

/** All metrics of this process: those that its classes add, and those that Node.js has of itself. */
@Injectable()
export class MetricsRegistry extends Registry {
  constructor() {
    super()
    collectDefaultMetrics({ register: this })
  }
}
