/** SQLSTATEs, and classes of them, that say the server is away, starting, stopping or full: later it will work. */
const UNAVAILABLE_STATES = /^(08...|53...|57P0[1-5]|57014|25P03|40001|40P01)$/
const UNAVAILABLE_ERRNOS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])

/** What the driver says, without a code, when the connection goes or none is free. */
const UNAVAILABLE_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Client was closed)/

/** Whether the same request can succeed once the database is back. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return UNAVAILABLE_STATES.test(code) || UNAVAILABLE_ERRNOS.has(code)
  return typeof message === 'string' && UNAVAILABLE_MESSAGES.test(message)
}

/** Whether a row that must be the only one of its kind exists already; `constraint` is the rule's name in the schema. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const { code, constraint: broken } = (error ?? {}) as { code?: unknown; constraint?: unknown }
  return code === '23505' && broken === constraint
}
