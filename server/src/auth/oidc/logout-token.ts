import type { JWTPayload } from 'jose'
import { z } from 'zod'

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** How old a logout token may be, in seconds. */
export const LOGOUT_TOKEN_SECONDS = 300

const id = z.string().min(1).max(255)
const logout = z
  .looseObject({
    jti: id,
    sub: id.optional(),
    sid: id.optional(),
    events: z.looseObject({ [LOGOUT_EVENT]: z.looseObject({}) }),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined)
  // What has a nonce is an ID token.
  .refine((claims) => !('nonce' in claims))

/** What a logout token says, whose signature, issuer, audience and age have been looked at. */
export type Logout = z.output<typeof logout>

/** @returns null where it is none, by OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6 */
export function readLogout(payload: JWTPayload): Logout | null {
  return logout.safeParse(payload).data ?? null
}
