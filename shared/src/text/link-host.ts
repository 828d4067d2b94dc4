/**
 * Hosts of which each part is in one script, where East Asia's may have Latin letters as well: a simple form of what
 * browsers go by in their address bars.
 */
const ONE_SCRIPT =
  /^(?:(?:[a-z\xDF-\u024F\u1E00-\u1EFF\d_-]+|[a-z\u3005-\uD7FF\d-]+|[\p{sc=Cyrl}\d-]+|[\p{sc=Grek}\d-]+|[\u0531-\u1C7F\d-]+)(?:\.|$))+$/u

/** A part of Cyrillic or Greek letters that all look like Latin ones, before a top level in Latin letters. */
const LOOKALIKE = /(?:^|\.)(?![\d-]+\.)(?:[асԁеһіјӏорԛѕԝхуѵ\d-]+|[αικνρυωοτ\d-]+)\.(?:.*\.)?[a-z][a-z\d-]*$/u

/**
 * Whether a host shows which one it is.
 * @param typed as people read it
 * @param host as the browser takes it, in ASCII letters
 */
export function isPlainHost(typed: string, host: string): boolean {
  const name = typed.normalize('NFKC').toLowerCase()
  return name === host || (/[^\0-\x7F]/.test(name) && ONE_SCRIPT.test(name) && !LOOKALIKE.test(name))
}
