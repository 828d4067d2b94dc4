/**
 * True of a row of `users`, named `account`, that may still act: not deactivated, its tokens not voided since, and of
 * staff the sign-in not ended. Part of the statement that acts, or of its transaction, so that no process goes on with
 * what it knew a moment ago.
 * @param version SQL of the account's `session_version` in the token
 * @param sessionId SQL of the sign-in that the token belongs to, null for users
 */
export function isLiveAccount(account: string, version: string, sessionId: string): string {
  return `(
    ${account}.session_version = ${version} AND ${account}.deactivated_at IS NULL AND (
      CAST(${sessionId} AS uuid) IS NULL OR EXISTS (
        SELECT FROM staff_sessions
        WHERE family_id = CAST(${sessionId} AS uuid) AND user_id = ${account}.id
          AND revoked_at IS NULL AND expires_at > now()
      )
    )
  )`
}
