import { Injectable } from '@nestjs/common'

/** What limits, leases and caches are measured by. Tests set `now` of an application to move its time. */
@Injectable()
export class Clock {
  /** In milliseconds, since a moment that differs between processes; never goes back. */
  now(): number {
    return performance.now()
  }
}
