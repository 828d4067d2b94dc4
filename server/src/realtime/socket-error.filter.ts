import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common'
import type { Ack } from '@support-chat/shared'
import { stackOf, toAppError } from '../common/errors/to-app-error.js'
import type { ChatSocket } from './chat-socket.js'

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
    if (error.code === 'internal') {
      const socket = host.switchToWs().getClient<ChatSocket>()
      this.logger.error({ message: 'Failed to handle an event', socket: socket.id }, stackOf(exception))
    }
    const acknowledge = host.getArgs<unknown[]>().find((argument) => typeof argument === 'function')
    const answer: Ack<never> = { ok: false, error: error.toApiError() }
    ;(acknowledge as ((answer: Ack<never>) => void) | undefined)?.(answer)
  }
}
