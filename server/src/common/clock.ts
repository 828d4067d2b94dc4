import { Injectable } from '@nestjs/common'

/** What limits, leases and caches are measured by. Tests set `now` of an application to move its time. */
@Injectable()
export class Clock {
  /** In milliseconds, since a moment that differs between processes; never goes back. */
  now(): number {
    return performance.now()
  }
}

/** The time of day, by which the database keeps what is due. Tests set `now` of an application to move its time. */
@Injectable()
export class WallClock {
  /** Processes differ by as much as their machines do. */
  now(): Date {
    return new Date()
  }
}
