/**
 * SQLSTATEs, and classes of them, that say the server is away, starting, stopping, full, broken, a standby, or that
 * somebody holds a lock: later it will work.
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

/** What the driver says, without a code, when the connection goes or none is free. */
const UNAVAILABLE_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Client was closed|Query runner already released)/

/** Whether the same request can succeed once the database is back. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return UNAVAILABLE_STATES.test(code) || UNAVAILABLE_ERRNOS.has(code)
  return typeof message === 'string' && UNAVAILABLE_MESSAGES.test(message)
}

/** Whether a row or a table was held by somebody else for too long, which says nothing of other rows. */
export function isLockTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '55P03'
}

/** Whether a row that must be the only one of its kind exists already; `constraint` is the rule's name in the schema. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const { code, constraint: broken } = (error ?? {}) as { code?: unknown; constraint?: unknown }
  return code === '23505' && broken === constraint
}
