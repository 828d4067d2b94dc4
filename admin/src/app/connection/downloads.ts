import { inject, Injectable } from '@angular/core'
import { toRequestError, unavailable } from '@support-chat/shared/client'
import { serverUrl } from '../auth/auth-api.js'
import { StaffSession } from '../auth/staff-session.js'

/** An export is streamed: the whole of it may take this long. */
const DOWNLOAD_MS = 10 * 60_000

/** Saves what the server sends as a file. The token is in a header, so that a link does not do. */
@Injectable({ providedIn: 'root' })
export class Downloads {
  private readonly session = inject(StaffSession)

  /**
   * @param path of the API, with its query
   * @param name of the file
   * @throws RequestError, also where the answer breaks off
   */
  async save(path: string, name: string): Promise<void> {
    let answer = await this.ask(path, false)
    if (answer.status === 401) answer = await this.ask(path, true)
    if (!answer.ok) throw toRequestError(await answer.json().catch(() => null))
    const content = await answer.blob().catch(() => {
      throw unavailable()
    })
    const url = URL.createObjectURL(content)
    const link = Object.assign(document.createElement('a'), { href: url, download: name })
    link.click()
    URL.revokeObjectURL(url)
  }

  private async ask(path: string, refused: boolean): Promise<Response> {
    const headers = { authorization: `Bearer ${await this.session.accessToken(refused)}` }
    return fetch(serverUrl() + path, { headers, signal: AbortSignal.timeout(DOWNLOAD_MS) }).catch(() => {
      throw unavailable()
    })
  }
}
