import { PREVIEW_LENGTH } from '@support-chat/shared'

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The beginning of a message, at most {@link PREVIEW_LENGTH} UTF-16 units, cut between characters as people see them. */
export function preview(content: string): string {
  if (content.length <= PREVIEW_LENGTH) return content
  let end = 0
  for (const { index, segment } of characters.segment(content)) {
    if (index + segment.length > PREVIEW_LENGTH) break
    end = index + segment.length
  }
  return content.slice(0, end)
}
