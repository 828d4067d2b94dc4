import { STAFF_ROLES, type StaffRole } from '@support-chat/shared'

/**
 * The role that a claim names, in a text or among several: the highest.
 * @param name of the claim; where there is none of that name, dots lead into objects: `realm_access.roles`
 * @returns null where it names none
 */
export function roleOfClaim(claims: Readonly<Record<string, unknown>>, name: string): StaffRole | null {
  const named = [valueOf(claims, name)].flat()
  return STAFF_ROLES.findLast((role) => named.includes(role)) ?? null
}

export const hasClaim = (claims: Readonly<Record<string, unknown>>, name: string): boolean =>
  valueOf(claims, name) !== undefined

function valueOf(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name.split('.').reduce<unknown>((value, part) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, part)
    return isObject ? (value as Record<string, unknown>)[part] : undefined
  }, claims)
}
