import { fold } from '@support-chat/shared'
import { type Filter, FILTERS } from './filters.js'
import { dayText } from './parse-day.js'
import { type Colleague, staffFor } from './parse-search.js'
import { isFilter, searchParts } from './search-parts.js'

/** What is being typed, and where: the filter's name and the beginning of its value, or of a filter. */
export interface Typed {
  readonly filter: Filter | null
  readonly begun: string
  readonly start: number
  readonly end: number
}

/** Something that can take the place of what is being typed. */
export interface Suggestion {
  /** What is written for it. */
  readonly text: string
  /** Who or what it is, where that says more; of what is no name, a key of the words. */
  readonly label: string | null
  readonly kind: 'filter' | 'value'
}

/** People and tags there are. */
export interface Known {
  readonly staff: readonly Colleague[]
  readonly me: string | undefined
  readonly tags: readonly string[]
  readonly users: readonly { readonly name: string | null; readonly email: string }[]
  readonly now: Date
}

const MAX_VALUES = 8

/** The part of a search in which the caret stands, where it is one that can be completed; null otherwise. */
export function typedAt(text: string, caret: number): Typed | null {
  const part = searchParts(text).find(({ start, text: { length } }) => start < caret && caret <= start + length)
  if (!part) return { filter: null, begun: '', start: caret, end: caret }
  const { start, name, value } = part
  const end = start + part.text.length
  if (isFilter(name)) return { filter: name.toLowerCase() as Filter, begun: value, start, end }
  return name === null && !part.text.startsWith('"') ? { filter: null, begun: part.text, start, end } : null
}

/** Filters that begin so, or values of one; none among words. */
export function suggest({ filter, begun }: Typed, known: Known): Suggestion[] {
  if (filter === null) {
    const fitting =
      begun === '' ? FILTERS : begun.length < 2 ? [] : FILTERS.filter((one) => one.startsWith(fold(begun)))
    return fitting.map((text) => ({ text: `${text}:`, label: null, kind: 'filter' }))
  }
  return valuesOf(filter, begun, known)
    .slice(0, MAX_VALUES)
    .map(({ value, label }) => ({ text: `${filter}:${quoted(value)}`, label, kind: 'value' }))
}

interface Value {
  value: string
  label: string | null
}

function valuesOf(filter: Filter, begun: string, { staff, me, tags, users, now }: Known): Value[] {
  const starts = (text: string) => fold(text).startsWith(fold(begun))
  switch (filter) {
    case 'from':
      return users.map(({ name, email }) => ({ value: email, label: name }))
    case 'tag':
      return tags.filter(starts).map((value) => ({ value, label: null }))
    case 'assignee': {
      const others = staffFor(begun, staff).filter(({ id }) => id !== me)
      const named = others.map(({ name, email }) => ({ value: nameIn(name, email, staff), label: name ? email : null }))
      return [...['me', 'none'].filter(starts).map((value) => ({ value, label: value })), ...named]
    }
    default:
      return days(now).filter(({ value, label }) => starts(value) || starts(label ?? ''))
  }
}

/** The address where two have the same name. */
const nameIn = (name: string | null, email: string, staff: readonly Colleague[]): string =>
  name && staff.filter((one) => one.name === name).length === 1 ? name : email

/** Days to choose from; their label is a key of the words in which they are said. */
function days(now: Date): Value[] {
  const ago = (days: number) => dayText(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days))
  return [
    { value: 'today', label: null },
    { value: 'yesterday', label: null },
    { value: ago(7), label: 'week' },
    { value: ago(30), label: 'month' },
    { value: dayText(new Date(now.getFullYear(), 0, 1)), label: 'year' },
  ]
}

const quoted = (value: string): string => (/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value)

/** The text with a suggestion in the place of what was typed, and where the caret goes. */
export function complete(text: string, { start, end }: Typed, suggestion: Suggestion): { text: string; caret: number } {
  const space = suggestion.kind === 'value' && !/^\s/.test(text.slice(end)) ? ' ' : ''
  const before = text.slice(0, start) + suggestion.text + space
  return { text: before + text.slice(end), caret: before.length }
}
