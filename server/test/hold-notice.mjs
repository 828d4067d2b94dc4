// Has the time that a leaving server gives load balancers, 3 s in production, end by SIGUSR2: no test is too slow for it.
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

const NOTICE_MS = 3_000
const delay = timers.setTimeout

timers.setTimeout = (milliseconds, ...rest) =>
  milliseconds === NOTICE_MS ? new Promise((resolve) => process.once('SIGUSR2', resolve)) : delay(milliseconds, ...rest)
syncBuiltinESMExports()
