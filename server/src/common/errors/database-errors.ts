/**
 * SQLSTATEs, and classes of them, of a PostgreSQL that is starting, stopping, full, broken, unreachable or a standby, or
 * in which a lock or a conflict is in the way: the same request may succeed later.
 */
const UNAVAILABLE_STATES = /^(08...|53...|58...|57P0[1-5]|57014|25P03|25006|40001|40P01|55P03)$/
const UNAVAILABLE_ERRNOS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])

/** Messages of the driver, which have no code, when a connection is lost or none is free. */
const UNAVAILABLE_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Client was closed|Query runner already released)/

/** Whether the same request can succeed once the database is back. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return UNAVAILABLE_STATES.test(code) || UNAVAILABLE_ERRNOS.has(code)
  return typeof message === 'string' && UNAVAILABLE_MESSAGES.test(message)
}

/** Whether a lock could not be had in time: other rows may still be available. */
export function isLockTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '55P03'
}

/** Whether a unique constraint was violated. @param constraint its name in the schema */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const { code, constraint: broken } = (error ?? {}) as { code?: unknown; constraint?: unknown }
  return code === '23505' && broken === constraint
}
