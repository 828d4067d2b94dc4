import type { Ack } from '../../contract/socket.js'
import { toRequestError } from './request-error.js'

/** Requests that are sent and not answered yet. */
export class PendingRequests<Id> {
  readonly #newId: () => Id
  readonly #open = new Map<Id, (answer?: Ack<unknown>) => void>()

  constructor(newId: () => Id) {
    this.#newId = newId
  }

  /** @throws RequestError: the refusal in the answer, or `unavailable` when none comes within `timeout` milliseconds. */
  add<T>(timeout: number, send: (id: Id) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const id = this.#newId()
      const settle = (answer?: Ack<unknown>) => {
        clearTimeout(timer)
        this.#open.delete(id)
        if (answer?.ok) resolve(answer.data as T)
        else reject(toRequestError(answer?.error))
      }
      const timer = setTimeout(settle, timeout)
      this.#open.set(id, settle)
      send(id)
    })
  }

  /** An answer to another tab's request, or one that comes too late, changes nothing. */
  resolve(id: Id, answer: Ack<unknown>): void {
    this.#open.get(id)?.(answer)
  }

  /** The connection is gone: every open request fails as `unavailable`. */
  rejectAll(): void {
    for (const settle of this.#open.values()) settle()
  }
}
