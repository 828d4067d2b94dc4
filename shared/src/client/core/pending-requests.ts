import type { Ack } from '../../contract/socket.js'
import { refusal } from './request-error.js'

/** What was asked and is not answered yet. */
export class Questions<Id> {
  readonly #newId: () => Id
  readonly #open = new Map<Id, (answer?: Ack<unknown>) => void>()

  constructor(newId: () => Id) {
    this.#newId = newId
  }

  /** @throws RequestError: the refusal in the answer, or `unavailable` when none comes within `timeout` milliseconds. */
  ask<T>(timeout: number, send: (id: Id) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const id = this.#newId()
      const settle = (answer?: Ack<unknown>) => {
        clearTimeout(timer)
        this.#open.delete(id)
        if (answer?.ok) resolve(answer.data as T)
        else reject(refusal(answer?.error))
      }
      const timer = setTimeout(settle, timeout)
      this.#open.set(id, settle)
      send(id)
    })
  }

  /** An answer to somebody else's question, or one that comes too late, changes nothing. */
  answer(id: Id, answer: Ack<unknown>): void {
    this.#open.get(id)?.(answer)
  }

  /** Nobody will answer what is open: it is `unavailable`. */
  giveUp(): void {
    for (const settle of this.#open.values()) settle()
  }
}
