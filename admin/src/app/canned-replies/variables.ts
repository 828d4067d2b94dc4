/** Variables of canned replies, written `{{user.name}}`, or `{{user.name|there}}` with a fallback. */
export const VARIABLES = ['user.name', 'user.email', 'staff.name'] as const

export type Variable = (typeof VARIABLES)[number]

/** Null: not known. */
export type Values = Readonly<Record<Variable, string | null>>

/** A part of a reply as it will be inserted. */
export interface Piece {
  readonly text: string
  /**
   * `words` as they were written; a `value`; an `instead` for a value that is not known; a `gap`, which stays to be filled
   * in by hand, where there is none; an `unknown` variable.
   */
  readonly kind: 'words' | 'value' | 'instead' | 'gap' | 'unknown'
}

const WRITTEN = /\{\{\s*([\w.]+)\s*(?:\|([^{}]*))?\}\}/g

/** Fills in the variables in one pass, so that braces in a person's name are not taken for variables. */
export function toPieces(content: string, values: Values): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of content.matchAll(WRITTEN)) {
    if (match.index > end) pieces.push({ text: content.slice(end, match.index), kind: 'words' })
    pieces.push(filledIn(match, values))
    end = match.index + match[0].length
  }
  if (end < content.length) pieces.push({ text: content.slice(end), kind: 'words' })
  return pieces
}

export const filled = (content: string, values: Values): string =>
  toPieces(content, values)
    .map(({ text }) => text)
    .join('')

/** The first variable in a text that was not filled in. */
export function firstGap(text: string): { from: number; to: number; written: string } | null {
  for (const { index, 0: written, 1: name } of text.matchAll(WRITTEN)) {
    if (isVariable(name)) return { from: index, to: index + written.length, written }
  }
  return null
}

function filledIn([written, name, instead]: RegExpExecArray, values: Values): Piece {
  if (!isVariable(name)) return { text: written, kind: 'unknown' }
  const value = values[name]
  if (value !== null) return { text: value, kind: 'value' }
  return instead === undefined ? { text: written, kind: 'gap' } : { text: instead.trim(), kind: 'instead' }
}

const isVariable = (name: string | undefined): name is Variable => VARIABLES.some((variable) => variable === name)
