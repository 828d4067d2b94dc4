import type { Strings } from './strings.js'

/** Words as `own` has them where it has the like: a page may give too few, or something else altogether. */
export const resolveStrings = (words: Strings, own: unknown): Strings =>
  Object.fromEntries(
    Object.entries(words).map(([key, word]) => {
      const other = (own as Record<string, unknown> | null | undefined)?.[key]
      return [key, typeof other === typeof word ? other : word]
    }),
  ) as unknown as Strings
