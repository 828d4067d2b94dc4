import { isPlainHost } from './link-host.js'

/** A piece of a text to be shown: plain, or a link with the address it leads to. */
export interface TextPiece {
  text: string
  href?: string
}

/** [start, end) of a link in a text. Where the text does not show plainly where it leads, `shown` does. */
type Link = [start: number, end: number, href: string, shown?: string | false]

/** Where a link may begin or, at an `@`, may have begun. Nothing is read twice: any text takes linear time. */
const START = /https?:\/\/|www\.|@/giu

/** Links in one text: what comes after them stays text. Thousands would take a browser seconds to draw. */
const MAX_LINKS = 100
/** No host and no mailbox is longer, in characters: searching ahead and back ends here. */
const MAX_HOST = 253
const MAX_MAILBOX = 64

const USER_INFO = /^[\p{L}\p{M}\p{N}_.~%!$&*+=:@-]*@/u
const HOST = /^(?:(?:[\p{L}\p{M}\p{N}_-]+\.)*[\p{L}\p{M}\p{N}_-]+|\[[\da-f:.]+\])/iu
const TOP_LEVEL = /\.\p{L}[\p{L}\p{M}\p{N}-]+$/u
/** `example.comを見て`: no host changes from Latin letters to a script without spaces in its last part. */
const GLUED = /(^|\.)([a-z\d-]+)[\u0E00-\u17FF\u3005-\uD7FF][^.]*$|[_-]+$/iu
/** Does not begin with punctuation. */
const MAILBOX = /(?![.%+'-])[\p{L}\p{M}\p{N}_.%+'-]+$/u
/** Of East and South-East Asia, and their neighbours. */
const SPACELESS = /^.*[\u0E00-\u17FF\u3005-\uD7FF]/u

/**
 * What follows the host. Letters of every script belong to the link; punctuation only when more of it follows, brackets
 * when they are opened and closed in it. All else ends it: spaces, quotes, marks of other scripts, symbols and emoji.
 */
const REST =
  /([\p{L}\p{M}\p{N}/=#%$@+^-]+|&(?!(?:lt|gt|quot|#39);))|([([{])|([)\]}])|[.:!?_*~'’‐‑–·・･\u05BE\u05F3\u05F4\u200C\u200D]|[,;|](?!https?:|www\.)/iuy
const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}', "'": "'", '‘': '’' }

/**
 * Finds web and e-mail addresses in a text, each ended where a reader would end it. Only http, https and mailto lead
 * anywhere. The pieces put together are the text again, but for addresses that hide where they lead, with a name before
 * the host (`https://support.example.com@evil.example`) or a host in mixed scripts: they stay text, and the address that
 * a browser would go to stands behind them in brackets as the link.
 */
export function linkify(content: string): TextPiece[] {
  const pieces: TextPiece[] = []
  const starts = new RegExp(START)
  let done = 0
  let links = 0
  for (let match = starts.exec(content); match && links < MAX_LINKS; match = starts.exec(content)) {
    const link = (match[0] === '@' ? mailLink : webLink)(content, match.index, match[0], done)
    if (!link) continue
    links++
    const [start, end, href, shown] = link
    const before = content.slice(done, shown ? end : start)
    if (before) pieces.push({ text: shown ? `${before} (` : before })
    pieces.push({ text: shown || content.slice(start, end), href })
    if (shown) pieces.push({ text: ')' })
    done = starts.lastIndex = end
  }
  if (done < content.length) pieces.push({ text: content.slice(done) })
  return pieces
}

function webLink(content: string, start: number, found: string): Link | undefined {
  const isBare = /^w/i.test(found)
  if ((isBare ? /[\w@./-]$/ : /[a-z\d]$/i).test(content[start - 1] ?? '')) return
  const authority = isBare ? start : start + found.length
  const user = isBare ? '' : (USER_INFO.exec(content.slice(authority, authority + MAX_HOST))?.[0] ?? '')
  const host = hostAt(content, authority + user.length)
  let end = authority + user.length + host.length
  end += /^:\d+/.exec(content.slice(end, end + 7))?.[0].length ?? 0
  const toUrl = () => parse((isBare ? 'https://' : '') + content.slice(start, end))
  if (!host || (isBare && !TOP_LEVEL.test(host)) || !toUrl()) return
  end = restEnd(content, end, content[start - 1])
  const url = toUrl()
  if (!url) return
  url.username = url.password = ''
  return [start, end, url.href, (user || !isPlainHost(host, url.hostname)) && url.href]
}

/** @param done where the link before ends: it is not part of this one */
function mailLink(content: string, at: number, _: string, done: number): Link | undefined {
  const before = content.slice(Math.max(done, at - MAX_MAILBOX - 8), at)
  const mailbox = MAILBOX.exec(before.replace(SPACELESS, ''))?.[0] ?? ''
  const host = hostAt(content, at + 1)
  const real = TOP_LEVEL.test(host) && parse(`https://${host}`)?.hostname
  if (!mailbox || mailbox.length > MAX_MAILBOX || !real) return
  const scheme = /mailto:$/i.exec(before.slice(0, -mailbox.length))?.[0] ?? ''
  const hostEnd = at + 1 + host.length
  const end = scheme ? restEnd(content, hostEnd) : hostEnd
  const isPlain = isPlainHost(host, real)
  const address = `${mailbox}@${isPlain ? host : real}${content.slice(hostEnd, end)}`
  return [at - mailbox.length - scheme.length, end, `mailto:${address}`, !isPlain && address]
}

function hostAt(content: string, start: number): string {
  const host = HOST.exec(content.slice(start, start + MAX_HOST + 1))?.[0] ?? ''
  return host.length > MAX_HOST ? '' : host.replace(GLUED, '$1$2')
}

/** @param before the character in front of the link: a quote that ends it, too */
function restEnd(content: string, from: number, before = ''): number {
  if (!/[/?#]/.test(content[from] ?? '')) return from
  const rest = new RegExp(REST)
  const open: (string | undefined)[] = []
  let end = (rest.lastIndex = from)
  for (let match = rest.exec(content); match; match = rest.exec(content)) {
    const [sign, kept, opening, closing] = match
    if (closing ? open.pop() !== closing : sign === CLOSING[before]) break
    if (opening) open.push(CLOSING[opening])
    if (kept || closing) end = rest.lastIndex
  }
  return end
}

function parse(address: string): URL | undefined {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}
