import { signal } from '@angular/core'
import type { ApiError } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'

/** What is asked of the server on a page: one thing at a time, and why the last one did not work. */
export class RequestState {
  readonly busy = signal(false)
  readonly error = signal<ApiError | null>(null)

  /** @returns whether it worked; not, too, while another attempt is under way */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.busy()) return false
    this.busy.set(true)
    this.error.set(null)
    try {
      await work()
      return true
    } catch (error) {
      this.error.set(toApiError(error))
      return false
    } finally {
      this.busy.set(false)
    }
  }
}
