import { sql, type Sql, tables } from '../database/sql.js'

/**
 * True of a row of `users`, named `account`, that may still act: not deactivated, its tokens not voided since they were
 * issued and, for staff, the sign-in neither ended nor expired. It belongs in the statement that acts, or in its
 * transaction: what was true when the request came in may not be any more.
 * @param version SQL of the account's `session_version` in the token
 * @param sessionId SQL of the sign-in that the token belongs to, null for users
 */
export function isLiveAccount(account: string, version: string, sessionId: string): Sql {
  return sql`(
    ${account}.session_version = ${version} AND ${account}.deactivated_at IS NULL AND (
      CAST(${sessionId} AS uuid) IS NULL OR EXISTS (
        SELECT FROM ${tables.staff_sessions}
        WHERE family_id = CAST(${sessionId} AS uuid) AND user_id = ${account}.id
          AND revoked_at IS NULL AND expires_at > now()
      )
    )
  )`
}
