import type { Ack } from '@support-chat/shared'

/**
 * The acknowledgement of an event that was handled; one whose handler throws is acknowledged by the error filter. This is
 * no interceptor, since an interceptor costs more than all else that Nest does for an event.
 */
export async function acknowledge<T>(data: Promise<T>): Promise<Ack<T>> {
  return { ok: true, data: await data }
}
