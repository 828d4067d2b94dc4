/** What can stand before a colon in the search field. */
export const FILTERS = ['from', 'tag', 'assignee', 'after', 'before'] as const
export type Filter = (typeof FILTERS)[number]

const WITH_VALUES = new RegExp(String.raw`(^|\s)(?:${FILTERS.join('|')}):(?:["“„][^"“”]*["“”]?|\S*)`, 'gi')

/** The words among what was typed. */
export const withoutFilters = (text: string): string => text.replace(WITH_VALUES, '$1').trim()
