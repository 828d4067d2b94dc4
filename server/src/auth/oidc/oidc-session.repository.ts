import { Injectable } from '@nestjs/common'
import { IsNull, LessThan } from 'typeorm'
import type { Reader, Transaction } from '../../database/transaction.js'
import { OidcSession } from './oidc-session.entity.js'

/** How long the cookie can be exchanged. */
const COOKIE_VALIDITY = '60 seconds'

@Injectable()
export class OidcSessionRepository {
  async add(
    tx: Transaction,
    session: Pick<OidcSession, 'sessionId' | 'userId' | 'providerSid' | 'cookieHash' | 'expiresAt'>,
  ): Promise<void> {
    await tx.manager.delete(OidcSession, { userId: session.userId, expiresAt: LessThan(new Date()) })
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(OidcSession)
      .values({ ...session, cookieExpiresAt: () => `now() + interval '${COOKIE_VALIDITY}'` })
      .execute()
  }

  /** Of two who exchange a cookie at once, one does. @returns the session that it stands for; null where it is not valid */
  async useCookie(tx: Transaction, cookieHash: string): Promise<{ sessionId: string; userId: string } | null> {
    const used = await tx.manager
      .createQueryBuilder()
      .update(OidcSession)
      .set({ cookieHash: null })
      .where('cookie_hash = :cookieHash AND cookie_expires_at > now()', { cookieHash })
      .returning('session_id, user_id')
      .execute()
    const [row] = used.raw as { session_id: string; user_id: string }[]
    return row ? { sessionId: row.session_id, userId: row.user_id } : null
  }

  findByProvider(reader: Reader, providerSid: string): Promise<OidcSession[]> {
    return reader.manager.findBy(OidcSession, { providerSid })
  }

  /** Those of an account of which the provider has told no id. */
  findUnnamed(reader: Reader, userId: string): Promise<OidcSession[]> {
    return reader.manager.findBy(OidcSession, { userId, providerSid: IsNull() })
  }

  async delete(tx: Transaction, sessionId: string): Promise<void> {
    await tx.manager.delete(OidcSession, { sessionId })
  }

  async deleteAll(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.delete(OidcSession, { userId })
  }
}
