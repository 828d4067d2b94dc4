import { inject, Injectable, signal } from '@angular/core'
import type { ApiKey, ApiKeyBody, ApiKeyList, CreatedApiKey } from '@support-chat/shared'
import { staffRoutes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { RequestState } from '../ui/request-state.js'
import { LiveConnection } from '../connection/live-connection.js'

/** All API keys, and the requests that make and revoke them. */
@Injectable()
export class ApiKeys {
  private readonly connection = inject(LiveConnection)
  readonly request = new RequestState<'name' | 'scopes'>()

  /** Newest first. Null while they are being loaded for the first time. */
  readonly all = signal<readonly ApiKey[] | null>(null)
  /** The key that was made last: it is shown once, the server cannot show it again. */
  readonly created = signal<CreatedApiKey | null>(null)

  load(): Promise<boolean> {
    return this.request.run(async () => {
      const { api_keys } = await this.connection.get<ApiKeyList>(staffRoutes.apiKeys)
      this.all.set(api_keys)
    })
  }

  /** @returns whether it worked */
  create(body: ApiKeyBody): Promise<boolean> {
    return this.request.run(async () => {
      const created = await this.connection.post<CreatedApiKey>(staffRoutes.apiKeys, body)
      this.created.set(created)
      this.all.update((all) => [created, ...(all ?? [])])
    })
  }

  /** @returns whether it is gone, also where another staff member was faster */
  revoke({ id }: ApiKey): Promise<boolean> {
    return this.request.run(async () => {
      await this.connection.delete(staffRoutes.apiKey(id)).catch((error: unknown) => {
        if (toApiError(error).code !== 'not_found') throw error
      })
      this.all.update((all) => (all ?? []).filter((key) => key.id !== id))
      if (this.created()?.id === id) this.created.set(null)
    })
  }
}
