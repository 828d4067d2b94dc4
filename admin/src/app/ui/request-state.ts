import { computed, signal } from '@angular/core'
import type { ApiError } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { errorWords } from '../language/error-words.js'

/** A field that has to be corrected, and why. */
export interface FieldProblem<Field extends string> {
  readonly field: Field
  readonly words: string
}

/** The requests of a form or a page: one at a time, and why the last one failed. */
export class RequestState<Field extends string = never> {
  private readonly running = signal(false)
  readonly pending = this.running.asReadonly()
  /** Why the last request failed, unless a field is to blame. */
  readonly error = signal<ApiError | null>(null)
  readonly words = computed(() => {
    const error = this.error()
    return error && errorWords(error)
  })
  readonly problem = signal<FieldProblem<Field> | null>(null)

  /** @returns whether it worked; not, too, while another request is pending */
  async run(request: () => Promise<void>): Promise<boolean> {
    if (this.running()) return false
    this.running.set(true)
    this.reset()
    try {
      await request()
      return true
    } catch (error) {
      this.error.set(toApiError(error))
      return false
    } finally {
      this.running.set(false)
    }
  }

  reset(): void {
    this.error.set(null)
    this.problem.set(null)
  }

  /** Sends nothing, since this field has to be corrected first. */
  refuse(field: Field, words: string): void {
    this.problem.set({ field, words })
  }

  /** The server has refused what is in this field: the error is shown there and nowhere else. */
  blame(field: Field, words: string): void {
    this.error.set(null)
    this.refuse(field, words)
  }
}
