const HOUR_MS = 3_600_000
/** When a day of work begins, by the reader's clock. */
const MORNING = 9

export interface SnoozeTime {
  readonly name: 'hours' | 'tomorrow' | 'week'
  readonly until: Date
}

/** In three hours, tomorrow morning, and on Monday morning. */
export function snoozeTimes(now: number): SnoozeTime[] {
  return [
    { name: 'hours', until: new Date(now + 3 * HOUR_MS) },
    { name: 'tomorrow', until: morningIn(now, 1) },
    { name: 'week', until: morningIn(now, 8 - (new Date(now).getDay() || 7)) },
  ]
}

/** By the calendar, not by hours: days have 23 or 25 of them where clocks are changed. */
function morningIn(now: number, days: number): Date {
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING)
}
