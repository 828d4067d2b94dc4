const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Longest preview in an e-mail, in characters as people count them. */
export const EMAIL_PREVIEW_LENGTH = 200

/** The first 200 whole characters of a message; an emoji or an accented letter is never cut in two. */
export function emailPreview(content: string): string {
  const text = printable(content)
  const characters: string[] = []
  for (const { segment } of graphemes.segment(text)) {
    if (characters.length === EMAIL_PREVIEW_LENGTH) return `${characters.join('').trimEnd()}…`
    characters.push(segment)
  }
  return text
}

/** Without control characters, which mail programs show as boxes or refuse; lines stay lines. */
function printable(content: string): string {
  return content
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()
}
