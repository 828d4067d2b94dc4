import type { ApiScope, Identity, StaffRole } from '@support-chat/shared'
import type { AccountSession } from '../users/account-session.js'
import type { User } from '../users/user.entity.js'

/** The account that a request or a socket acts for, from its verified token and its row. */
export interface Principal extends Identity, AccountSession {
  /** The application's own id of a user, the `sub` of their tokens; none for staff. */
  readonly externalId?: string | null
  /** A user's own chat, where it was found with the account. */
  readonly chatId?: string | null
  /** When the token expires. */
  readonly expiresAt: Date
  /** What a member of staff may do; null for users and for programs. */
  readonly staffRole?: StaffRole | null
  /** What an API key may do; null for people, who may do whatever their role may. */
  readonly scopes: readonly ApiScope[] | null
  /** The client's IP address; null for sockets, and where the application acts itself. */
  readonly address: string | null
}

type Account = Pick<User, 'id' | 'externalId' | 'email' | 'name' | 'role' | 'sessionVersion'> &
  Partial<Pick<User, 'staffRole'>>

/** The last second of the year 9999, beyond which ISO 8601 has no four-digit year. A token may expire later. */
const LAST_SECOND = 253_402_300_799

/** @param exp the token's own `exp`, seconds since 1970 */
export function toPrincipal(user: Account, exp: number, sessionId: string | null): Principal {
  const { id, externalId, email, name, role, sessionVersion } = user
  return {
    id,
    externalId,
    email,
    name,
    role,
    sessionVersion,
    sessionId,
    staffRole: sessionId === null ? null : staffRoleOf(user),
    scopes: null,
    address: null,
    expiresAt: new Date(Math.min(exp, LAST_SECOND) * 1000),
  }
}

/** Whom a version without roles has added meanwhile is what an invitation makes of people. */
export function staffRoleOf({ staffRole }: Partial<Pick<User, 'staffRole'>>): StaffRole {
  return staffRole ?? 'agent'
}

export function toIdentity({ id, email, name, role }: Identity): Identity {
  return { id, email, name, role }
}
