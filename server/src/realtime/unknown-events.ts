import { AppError } from '../errors/app-error.js'
import type { ChatSocket } from './chat-socket.js'

/** Answers an event that nothing listens to, in this product or in an application round it, instead of leaving it hanging. */
export function answerUnknownEvents(socket: ChatSocket): void {
  socket.onAny((event: string, ...args: unknown[]) => {
    if (socket.listenerCount(event as never) > 0) return
    const acknowledge = args.at(-1)
    const error = new AppError('invalid_request', 'There is no such event').toApiError()
    if (typeof acknowledge === 'function') (acknowledge as (answer: unknown) => void)({ ok: false, error })
  })
}
