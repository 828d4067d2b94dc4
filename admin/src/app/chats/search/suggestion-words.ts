import { t } from '../../language/later.js'
import type { Filter } from './filters.js'
import type { Suggestion } from './suggest.js'

const DAYS = ['week', 'month', 'year'] as const

/** What a suggestion is, beside what is written for it. */
export function suggestionWords({ text, label, kind }: Suggestion): string {
  if (kind === 'filter') return t(`search.filters.${text.slice(0, -1) as Filter}`)
  const day = DAYS.find((one) => one === label)
  return day ? t(`search.days.${day}`) : (label ?? '')
}
