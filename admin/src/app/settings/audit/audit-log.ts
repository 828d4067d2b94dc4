import { computed, inject, Injectable, linkedSignal, resource, signal } from '@angular/core'
import { type AuditPage, type StaffList, staffRoutes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { Downloads } from '../../connection/downloads.js'
import { LiveConnection } from '../../connection/live-connection.js'
import { errorWords } from '../../language/error-words.js'
import { RequestState } from '../../ui/request-state.js'

/** What is looked for, as the server takes it; what is left out is not asked about. */
export interface AuditFilter {
  /** Id of a member of staff, or of an API key. */
  readonly actor?: string
  readonly action?: string
  /** Included, in ISO 8601. */
  readonly from?: string
  /** Not included. */
  readonly to?: string
}

/** The entries that the filter finds, newest first, page after page. */
@Injectable()
export class AuditLog {
  private readonly connection = inject(LiveConnection)
  private readonly downloads = inject(Downloads)

  readonly filter = signal<AuditFilter>({})
  /** For older entries, and the file. */
  readonly request = new RequestState()
  private readonly first = resource({
    params: () => ({ filter: this.filter() }),
    loader: ({ params }) => this.connection.get<AuditPage>(address(staffRoutes.audit, params.filter)),
  })
  private readonly pages = linkedSignal(() => (this.first.hasValue() ? [this.first.value()] : []))
  private readonly colleagues = resource({ loader: () => this.connection.get<StaffList>(staffRoutes.staff) })

  /** Null while the first of them are being loaded. */
  readonly entries = computed(() => (this.pages().length === 0 ? null : this.pages().flatMap(({ entries }) => entries)))
  readonly nextCursor = computed(() => this.pages().at(-1)?.next_cursor ?? null)
  /** Why the first entries could not be loaded. */
  readonly failure = computed(() => {
    const error = this.first.error()
    return error ? errorWords(toApiError(error)) : null
  })
  /** Everybody of staff, also who is shut out; empty where that cannot be found out, and only names are missing. */
  readonly staff = computed(() => (this.colleagues.hasValue() ? this.colleagues.value().staff : []))

  load(): void {
    this.first.reload()
  }

  async loadOlder(): Promise<void> {
    const [filter, cursor] = [this.filter(), this.nextCursor()]
    await this.request.run(async () => {
      const page = await this.connection.get<AuditPage>(address(staffRoutes.audit, { ...filter, cursor }))
      if (filter === this.filter()) this.pages.update((pages) => [...pages, page])
    })
  }

  /** Saves all that the filter finds as a file, an entry a line. */
  async export(): Promise<void> {
    await this.request.run(() => this.downloads.save(address(staffRoutes.auditExport, this.filter()), 'audit.ndjson'))
  }
}

const address = (path: string, query: object): string => {
  const text = new URLSearchParams(Object.entries(query)).toString()
  return text ? `${path}?${text}` : path
}
