import type { AuditAction } from '@support-chat/shared'
import { t } from '../../language/later.js'

/** `Signed in`; an action that this console does not know yet as the server calls it. */
export const actionWords = (action: string): string => {
  const key = `settings.audit.actions.${action as AuditAction}` as const
  const words = t(key)
  return words === key ? action : words
}

/** What else is known of an action, as the server names it: `from: agent`. */
export const detailsOf = (details: Record<string, unknown>): string[] =>
  Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)

/**
 * When a day begins where the reader is, in ISO 8601.
 * @param date as a date field has it, `2026-01-31`; empty for none
 * @param later days to go on from there
 */
export function startOfDay(date: string, later = 0): string | undefined {
  const [year, month, day] = date.split('-').map(Number)
  if (!year || !month || !day) return undefined
  return new Date(year, month - 1, day + later).toISOString()
}
