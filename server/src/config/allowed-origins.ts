import type { Config } from './config.js'
import { parseUrl } from './parse-url.js'

/** Schemes whose pages have no origin of their own, or that serve no pages: `file:` pages, for one, all say `null`. */
const WITHOUT_ORIGIN = /^(?:file|data|blob|about|javascript|filesystem|ws|wss|ftp|mailto):$/

/**
 * The origin that `value` names, as browsers write it in `Origin`; null where it names none. App shells have schemes of
 * their own (`capacitor://localhost`, `chrome-extension://…`), for which `URL.origin` knows no answer.
 */
export function toOrigin(value: string): string | null {
  const url = parseUrl(value)
  if (!url) return null
  const { protocol, host, username, password, pathname, search, hash } = url
  if (WITHOUT_ORIGIN.test(protocol) || !host || username || password || search || hash) return null
  if (!/^\/?$/.test(pathname) || /[?#]$/.test(value)) return null
  return `${protocol}//${host}`.toLowerCase()
}

/**
 * Whether a page may use this server. A request without an origin is not from a page and is allowed: it needs a token in
 * any case.
 */
export function isOriginAllowed(
  config: Pick<Config, 'allowedOrigins' | 'publicUrl'>,
  origin: string | undefined,
): boolean {
  if (origin === undefined || config.allowedOrigins === 'any') return true
  return config.allowedOrigins.includes(origin) || origin === new URL(config.publicUrl).origin
}
