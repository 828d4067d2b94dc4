import type { Config } from './config.js'

/**
 * Whether a page may talk to this server. What names no origin is no page of a browser, and is let through: it needs a
 * token all the same.
 */
export function isOriginAllowed(
  config: Pick<Config, 'allowedOrigins' | 'publicUrl'>,
  origin: string | undefined,
): boolean {
  if (origin === undefined || config.allowedOrigins === 'any') return true
  return config.allowedOrigins.includes(origin) || origin === new URL(config.publicUrl).origin
}
