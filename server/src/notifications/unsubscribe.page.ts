import { createHash } from 'node:crypto'
import { escapeHtml } from './escape-html.js'

/** One step of stopping the e-mails: what is true now, and the one thing to do about it. */
interface Page {
  title: string
  text: string
  button?: { label: string; action: string }
}

/** Asks first: mail programs and scanners open every link they find. */
export function confirmPage(appName: string, action: string): string {
  return page({
    title: 'Stop these e-mails?',
    text: `You will no longer receive an e-mail when ${appName} Support answers you. Replies still wait for you in the chat.`,
    button: { label: 'Stop the e-mails', action },
  })
}

export function stoppedPage(appName: string, action: string): string {
  return page({
    title: 'The e-mails have stopped',
    text: `${appName} Support will not e-mail you about replies any more. They still wait for you in the chat.`,
    button: { label: 'Receive them again', action },
  })
}

export function resumedPage(appName: string): string {
  return page({
    title: 'You will receive e-mails again',
    text: `${appName} Support will e-mail you when a reply waits for you unread.`,
  })
}

export function unknownLinkPage(): string {
  return page({
    title: 'This link does not work',
    text: 'It may have been cut off on its way. Open it once more from the e-mail.',
  })
}

function page({ title, text, button }: Page): string {
  const form = button
    ? `<form method="post" action="${escapeHtml(button.action)}"><button>${escapeHtml(button.label)}</button></form>`
    : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${form}
</main>
</body>
</html>
`
}

const STYLE = `
:root { color-scheme: light dark; --page: #f4f4f5; --card: #fff; --line: #e4e4e7; --text: #18181b; --muted: #63636d; --accent: #4f46e5; }
@media (prefers-color-scheme: dark) {
  :root { --page: #101014; --card: #1b1b21; --line: #2e2e36; --text: #f4f4f5; --muted: #a1a1aa; }
}
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--text);
  font: 15px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
main {
  box-sizing: border-box; width: min(440px, 100vw - 32px); padding: 32px; background: var(--card);
  border: 1px solid var(--line); border-radius: 16px;
}
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; }
p { margin: 0; color: var(--muted); }
button {
  margin-top: 24px; padding: 10px 16px; border: 0; border-radius: 8px; background: var(--accent); color: #fff;
  font: inherit; font-weight: 600; cursor: pointer;
}
button:hover { background: #4338ca; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`

/** Nothing may run, load or frame these pages; the one style is named by its hash, and the form leads back here. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')
