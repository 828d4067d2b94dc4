import type { LoggerService } from '@nestjs/common'
import type { Level, Logger } from 'pino'

/** Contexts in which Nest logs each module and route at start: at debug level here. */
const CHATTY = new Set(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver', 'WebSocketsController'])

/** Lets Nest's `Logger` write to the server's log. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(CHATTY.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest)
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest)
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest)
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest)
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest)
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest)
  }

  /** Nest gives the context last, and the stack, where there is one, before it. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const context = rest.at(-1)
    const stack = rest.slice(0, -1).find((value) => typeof value === 'string')
    const err = message instanceof Error ? message : rest.find((value) => value instanceof Error)
    const { text, fields } = partsOf(message)
    this.logger[level](
      { context, ...fields, ...(err ? { err } : stack ? { err: { message: text, stack } } : {}) },
      text,
    )
  }
}

/** A message may be an object: what it holds beside `message` are fields of the line. */
function partsOf(message: unknown): { text: string; fields?: object } {
  if (message instanceof Error) return { text: message.message }
  if (typeof message !== 'object' || message === null || !('message' in message)) return { text: String(message) }
  const { message: text, ...fields } = message
  return { text: String(text), fields }
}
