import type { CookieOptions, Request, Response } from 'express'
import type { Config } from '../../config/config.js'

const NAME = 'support_chat_oidc'

/** Names of cookies: sign-ins that are begun in several tabs each have their own. */
export const ticketCookie = (state: string): string => `${NAME}_${state.slice(0, 16)}`
export const SESSION_COOKIE = `${NAME}_session`

/** How long the cookie that stands for the session is kept, and can be exchanged. */
const SESSION_MS = 60_000

export function readCookie({ headers }: Request, name: string): string | null {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
}

/** The provider leads back from another site: `lax` lets the cookie come along then. */
export function keepTicket(config: Config, response: Response, name: string, value: string, maxAge: number): void {
  response.cookie(name, value, { ...options(config, response), sameSite: 'lax', maxAge })
}

export function keepSession(config: Config, response: Response, value: string): void {
  response.cookie(SESSION_COOKIE, value, { ...options(config, response), sameSite: 'strict', maxAge: SESSION_MS })
}

export function forget(config: Config, response: Response, name: string): void {
  response.clearCookie(name, options(config, response))
}

function options({ publicUrl, apiPath }: Config, { req }: Response): CookieOptions {
  return { httpOnly: true, secure: publicUrl.startsWith('https:') || req.secure, path: `${apiPath}/auth/oidc` }
}
