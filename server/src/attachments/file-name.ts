import { characterStart, MAX_ATTACHMENT_NAME_LENGTH } from '@support-chat/shared'

/** Control characters, ends of lines, and what turns the direction of a text round, by which a program reads as a picture. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu
/** As long as what follows the last dot may be to count as the extension. */
const EXTENSION = /\.[^.\s]{1,16}$/u

/** A file's name as it is shown and offered for saving: in any language, without path, 255 UTF-16 units at most. */
export function cleanFileName(given: string): string {
  const name = given
    // Browsers write these so in the header of a form.
    .replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(HIDDEN, '')
    .normalize()
    .replace(/^.*[/\\]/, '')
    .replace(/\s+/g, ' ')
    .replace(/^ +|[. ]+$/g, '')
  return shorten(name) || 'file'
}

/** What begins a name goes before its extension does. */
function shorten(name: string): string {
  if (name.length <= MAX_ATTACHMENT_NAME_LENGTH) return name
  const extension = EXTENSION.exec(name)?.[0] ?? ''
  return name.slice(0, characterStart(name, MAX_ATTACHMENT_NAME_LENGTH - extension.length)) + extension
}

/** The header by which browsers know under which name to save a file (RFC 6266), whatever language it is in. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7E]/g, '?').replace(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
