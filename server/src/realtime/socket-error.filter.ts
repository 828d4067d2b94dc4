import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common'
import type { Ack } from '@support-chat/shared'
import { stackOf, toAppError } from '../common/errors/to-app-error.js'

/**
 * Answers every failed socket event through its acknowledgement.
 *
 * Nest never calls the acknowledgement when a guard, pipe or handler throws; it is among the handler's arguments.
 */
@Catch()
export class SocketErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(SocketErrorFilter.name)

  catch(exception: unknown, host: ArgumentsHost): void {
    const error = toAppError(exception)
    if (error.code === 'internal') this.logger.error(stackOf(exception))
    const acknowledge = host.getArgs<unknown[]>().find((argument) => typeof argument === 'function')
    const answer: Ack<never> = { ok: false, error: error.toApiError() }
    ;(acknowledge as ((answer: Ack<never>) => void) | undefined)?.(answer)
  }
}
