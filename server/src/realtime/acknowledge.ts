import type { Ack } from '@support-chat/shared'

/**
 * What an event is answered with; what its handler throws is answered by the error filter. No interceptor: what Nest does
 * round one costs more than the rest of an event's way.
 */
export async function acknowledge<T>(data: Promise<T>): Promise<Ack<T>> {
  return { ok: true, data: await data }
}
