import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from '../config/config.js'

/** Logs JSON lines in production, in development readable ones; those of `logLevel` and above. */
export function createLog(
  { environment, logLevel = 'info' }: Pick<Config, 'environment' | 'logLevel'>,
  output?: DestinationStream,
): Logger {
  const production = environment === 'production'
  return pino(
    {
      level: logLevel,
      base: undefined,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      redact: { paths: ['token', 'password', 'authorization', 'cookie', '*.token', '*.password', '*.authorization'] },
    },
    output ?? (production ? pino.destination({ dest: 1, sync: true }) : forPeople),
  )
}

/**
 * The fields of an error that may be logged. Database errors also have the statement's parameters and the row's values,
 * which people wrote.
 */
function describeError(error: Error & { code?: unknown }): object {
  return { type: error.name, code: error.code, message: error.message, stack: error.stack }
}

interface Line {
  time: string
  level: string
  context?: string
  msg?: string
  err?: { message: string; stack?: string }
}

const forPeople: DestinationStream = {
  write(json: string): void {
    const { time, level, context, msg, err } = JSON.parse(json) as Line
    const place = context ? `${context}: ` : ''
    const trace = err?.stack ? `\n${err.stack}` : ''
    process.stderr.write(`${time.slice(11, 19)} ${level.toUpperCase()} ${place}${msg ?? err?.message ?? ''}${trace}\n`)
  },
}
