import type { TextPiece } from '@support-chat/shared'
import { escapeHtml } from './escape-html.js'

/** The words of the e-mail, shared by its two parts. Plain text throughout. */
export interface ReplyEmailWords {
  subject: string
  /** Who wrote, in any script; the headline says so. */
  sender: string
  wrote: string
  preview: TextPiece[]
  /** Says that more is waiting, or null. */
  more: string | null
  action: string
  actionUrl: string
  why: string
  stop: string
  stopUrl: string
}

/**
 * The HTML part: tables and inline styles, since mail programs know little else; the style element only adds dark
 * colours and small screens where it is understood.
 */
export function replyEmailHtml(words: ReplyEmailWords): string {
  const text = (value: string): string => escapeHtml(value)
  const teaser = text(previewText(words).replace(/\s+/g, ' '))
  const more = words.more === null ? '' : `<p class="muted" style="${MORE}">${text(words.more)}</p>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${text(words.subject)}</title>
<style>${STYLE}</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f4f4f5;">
<div style="${HIDDEN}">${teaser}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background-color:#f4f4f5;">
<tr><td align="center" class="outer" style="padding:40px 16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;${FONT}">
<tr><td class="card" style="${CARD}">
<h1 class="text" style="${HEADLINE}"><bdi>${text(words.sender)}</bdi> ${text(words.wrote)}</h1>
<table role="presentation" cellpadding="0" cellspacing="0"><tr><td class="bubble text" dir="auto" style="${BUBBLE}">
${words.preview.map(pieceHtml).join('')}
</td></tr></table>
${more}
<table role="presentation" cellpadding="0" cellspacing="0" style="margin-top:24px;"><tr>
<td style="border-radius:8px;background-color:#4f46e5;"><a href="${text(words.actionUrl)}" style="${BUTTON}">${text(words.action)}</a></td>
</tr></table>
</td></tr>
<tr><td class="muted footer" style="${FOOTER}">
${text(words.why)}<br>
<a class="muted" href="${text(words.stopUrl)}" style="color:#63636d;text-decoration:underline;">${text(words.stop)}</a>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

/** What the reply says, without its links. */
export function previewText({ preview }: ReplyEmailWords): string {
  return preview.map(({ text }) => text).join('')
}

/** The direction is its own, so that nothing before an address turns it round. */
function pieceHtml({ text, href }: TextPiece): string {
  const shown = escapeHtml(text).replaceAll('\n', '<br>')
  return href ? `<a href="${escapeHtml(href)}" dir="ltr" style="${LINK}">${shown}</a>` : shown
}

const LINK = 'color:inherit;text-decoration:underline;unicode-bidi:isolate;'
const FONT = `font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;`
const HIDDEN = 'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;'
const CARD =
  'padding:32px;background-color:#ffffff;border:1px solid #e4e4e7;border-radius:16px;text-align:start;' + FONT
const HEADLINE = 'margin:0 0 16px;font-size:18px;line-height:26px;font-weight:600;color:#18181b;'
const BUBBLE =
  'padding:12px 16px;background-color:#f4f4f5;border-radius:18px 18px 18px 4px;font-size:15px;line-height:22px;' +
  'color:#18181b;word-break:break-word;overflow-wrap:anywhere;'
const MORE = 'margin:12px 0 0;font-size:13px;line-height:19px;color:#63636d;'
const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:8px;font-size:15px;line-height:20px;font-weight:600;' +
  'color:#ffffff;text-decoration:none;'
const FOOTER = 'padding:20px 32px 0;font-size:12px;line-height:18px;color:#63636d;text-align:start;' + FONT

const STYLE = `
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #101014 !important; }
  .card { background-color: #1b1b21 !important; border-color: #2e2e36 !important; }
  .bubble { background-color: #2a2a32 !important; }
  .text { color: #f4f4f5 !important; }
  .muted { color: #a1a1aa !important; }
}
@media (max-width: 480px) {
  .outer { padding: 16px 8px !important; }
  .card { padding: 24px 20px !important; }
  .footer { padding: 16px 20px 0 !important; }
}
`
