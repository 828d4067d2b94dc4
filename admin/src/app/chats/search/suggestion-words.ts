import { t } from '../../language/later.js'
import type { Filter } from './filters.js'
import type { Suggestion } from './suggest.js'

const WORDS = ['me', 'none', 'week', 'month', 'year'] as const

/** What a suggestion is, beside what is written for it. */
export function suggestionWords({ text, label, kind }: Suggestion): string {
  if (kind === 'filter') return t(`search.filters.${text.slice(0, -1) as Filter}`)
  const words = WORDS.find((one) => one === label)
  return words ? t(`search.values.${words}`) : (label ?? '')
}
