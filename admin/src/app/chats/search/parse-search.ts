import { fold, MAX_TAG_LENGTH } from '@support-chat/shared'
import type { Filter } from './filters.js'
import { parseDay } from './parse-day.js'
import { isFilter, meantFilter, searchParts } from './search-parts.js'

/** Somebody of staff. */
export interface Colleague {
  readonly id: string
  readonly name: string | null
  readonly email: string
}

/** What names and days are understood by. */
export interface SearchContext {
  readonly staff: readonly Colleague[]
  /** Id of whoever searches. */
  readonly me: string | undefined
  readonly now: Date
}

/** Why a search cannot be made, to be said in words. */
export type SearchProblem =
  | { readonly kind: 'day' | 'nobody' | 'longTag'; readonly filter: Filter; readonly value: string }
  | { readonly kind: 'several'; readonly value: string; readonly names: readonly string[] }
  | { readonly kind: 'twice'; readonly filter: Filter }
  | { readonly kind: 'unknown'; readonly name: string; readonly meant: Filter }

/** Parameters of the server's search. */
export type SearchParameters = Partial<Record<'q' | 'from' | 'tag' | 'assignee_id' | 'after' | 'before', string>>

export interface ParsedSearch {
  readonly parameters: SearchParameters
  readonly problem: SearchProblem | null
}

const ME = ['me', 'ich', 'mir']
const NOBODY = ['none', 'nobody', 'niemand']

/**
 * What was typed into the search field: words, phrases in quotes, and filters, in any order. A filter without a value is
 * being typed, and counts as none; words before a colon that are no filter are words, unless they look like one misspelt.
 */
export function parseSearch(text: string, context: SearchContext): ParsedSearch {
  const parameters: SearchParameters = {}
  const words: string[] = []
  let problem: SearchProblem | null = null
  const given = new Set<Filter>()
  for (const part of searchParts(text)) {
    const { name, value } = part
    if (!isFilter(name)) {
      words.push(part.text)
      const meant = name && value && !value.startsWith('//') ? meantFilter(name) : null
      if (name && meant) problem ??= { kind: 'unknown', name, meant }
    } else if (value) {
      const filter = name.toLowerCase() as Filter
      if (given.has(filter)) problem ??= { kind: 'twice', filter }
      given.add(filter)
      const read = readFilter(filter, value, context)
      if ('kind' in read) problem ??= read
      else Object.assign(parameters, read)
    }
  }
  const q = words.join(' ')
  return { parameters: { ...(q && { q }), ...parameters }, problem }
}

function readFilter(filter: Filter, value: string, context: SearchContext): SearchParameters | SearchProblem {
  switch (filter) {
    case 'from':
      return { from: value }
    case 'tag':
      return [...value].length > MAX_TAG_LENGTH ? { kind: 'longTag', filter, value } : { tag: value }
    case 'assignee':
      return readAssignee(value, context)
    default: {
      const day = parseDay(value, context.now)
      return day ? { [filter]: day.toISOString() } : { kind: 'day', filter, value }
    }
  }
}

function readAssignee(value: string, { staff, me }: SearchContext): SearchParameters | SearchProblem {
  const wanted = fold(value)
  if (NOBODY.includes(wanted)) return { assignee_id: 'none' }
  if (ME.includes(wanted) && me !== undefined) return { assignee_id: me }
  const found = staffFor(wanted, staff)
  const exact = found.filter(({ name, email }) => fold(name ?? '') === wanted || fold(email) === wanted)
  const fitting = exact.length > 0 ? exact : found
  const [only, another] = fitting
  if (!only) return { kind: 'nobody', filter: 'assignee', value }
  return another
    ? { kind: 'several', value, names: fitting.map(({ name, email }) => name ?? email) }
    : { assignee_id: only.id }
}

/** Those of whose name or address a word, or all of it, begins so. */
export function staffFor(begun: string, staff: readonly Colleague[]): Colleague[] {
  const wanted = fold(begun)
  return staff.filter(({ name, email }) =>
    [name ?? '', email].some((text) => ` ${fold(text)}`.replace(/[^\p{L}\p{N}@.]+/gu, ' ').includes(` ${wanted}`)),
  )
}
