import { inject, Injectable } from '@angular/core'
import { MAX_AVATAR_BYTES, type Me, meRoute, staffRoutes } from '@support-chat/shared'
import { toRequestError, unavailable } from '@support-chat/shared/client'
import { serverUrl } from '../auth/auth-api.js'
import { StaffSession } from '../auth/staff-session.js'
import { LiveConnection } from '../connection/live-connection.js'

/** Types of pictures that the server takes. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']
/** Timeout for a picture that is sent and decoded: a slow line takes a while for 2 MB. */
const UPLOAD_MS = 60_000

/** How one appears to users and colleagues. What the server answers is shown at once, in all tabs. */
@Injectable()
export class OwnAccount {
  private readonly session = inject(StaffSession)
  private readonly connection = inject(LiveConnection)
  readonly user = this.session.user

  /** @throws RequestError */
  async rename(name: string): Promise<void> {
    this.session.update(await this.connection.patch<Me>(meRoute, { name }))
  }

  /** @throws RequestError `attachment_too_large`, also without asking the server; `invalid_request` for what is no picture */
  async setPicture(picture: Blob): Promise<void> {
    if (picture.size > MAX_AVATAR_BYTES) throw toRequestError({ code: 'attachment_too_large', message: '' })
    const answer = await fetch(serverUrl() + staffRoutes.avatar, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${await this.session.accessToken(false)}`,
        'content-type': picture.type || 'application/octet-stream',
      },
      body: picture,
      signal: AbortSignal.timeout(UPLOAD_MS),
    }).catch(() => {
      throw unavailable()
    })
    const content: unknown = await answer.json().catch(() => null)
    if (!answer.ok) throw toRequestError(content)
    this.session.update(content as Me)
  }

  /** @throws RequestError */
  async removePicture(): Promise<void> {
    this.session.update(await this.connection.delete<Me>(staffRoutes.avatar))
  }
}
