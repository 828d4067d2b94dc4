import { PREVIEW_LENGTH } from '@support-chat/shared'

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The beginning of a message, at most {@link PREVIEW_LENGTH} UTF-16 units, cut between characters as people see them. */
export function preview(content: string): string {
  return content.slice(0, characterStart(content, PREVIEW_LENGTH))
}

/** Where the character as people see it begins that stands at a place in a text; the end for a place beyond it. */
export function characterStart(text: string, place: number): number {
  return characters.segment(text).containing(place)?.index ?? text.length
}
