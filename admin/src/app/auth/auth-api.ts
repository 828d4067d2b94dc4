import { Injectable } from '@angular/core'
import { routes, type Session, staffRoutes } from '@support-chat/shared'
import { toRequestError, unavailable } from '@support-chat/shared/client'

/** The server's address: what the console's own, `/admin/`, is below. */
export const serverUrl = (): string => new URL('..', document.baseURI).href.replace(/\/$/, '')

/** Timeout for an answer. */
const ANSWER_MS = 20_000

/** The calls that need no access token. @throws RequestError */
@Injectable({ providedIn: 'root' })
export class AuthApi {
  login(email: string, password: string): Promise<Session> {
    return this.post<Session>(routes.login, { email, password })
  }

  refresh(refreshToken: string): Promise<Session> {
    return this.post<Session>(routes.refresh, { refresh_token: refreshToken })
  }

  /** The token is the one of an invitation's link. */
  acceptInvitation(token: string, password: string): Promise<Session> {
    return this.post<Session>(staffRoutes.acceptInvitation, { token, password })
  }

  /** The token is the one of the link for a new password; the code, of a second factor, where there is one. */
  resetPassword(token: string, password: string, code?: string): Promise<Session> {
    return this.post<Session>(staffRoutes.confirmPasswordReset, { token, password, code })
  }

  async askForPasswordReset(email: string): Promise<void> {
    await this.post(staffRoutes.passwordReset, { email })
  }

  /** Ends the session on the server, its refresh token with it. */
  async logout(accessToken: string): Promise<void> {
    await this.post(routes.logout, {}, accessToken)
  }

  async post<T>(path: string, body: object, accessToken?: string): Promise<T> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (accessToken) headers['authorization'] = `Bearer ${accessToken}`
    const request = { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(ANSWER_MS) }
    const answer = await fetch(serverUrl() + path, request).catch(() => {
      throw unavailable()
    })
    const content: unknown = await answer.json().catch(() => null)
    if (answer.ok && content !== null) return content as T
    throw toRequestError(content)
  }
}
