import type { Strings } from './strings.js'

/** Words as `own` has them where it has the like: a page may give too few, or something else altogether. */
export function resolveStrings(words: Strings, own: unknown): Strings {
  const resolved: Record<string, unknown> = { ...words }
  for (const key in resolved) {
    const other = (own as Record<string, unknown> | null | undefined)?.[key]
    if (typeof other === typeof resolved[key]) resolved[key] = other
  }
  return resolved as unknown as Strings
}
