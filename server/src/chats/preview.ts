import { PREVIEW_LENGTH, truncate } from '@support-chat/shared'

/** The beginning of a message, at most {@link PREVIEW_LENGTH} UTF-16 units, cut between characters as people see them. */
export function preview(content: string): string {
  return truncate(content, PREVIEW_LENGTH)
}
