export const ENCODE_CREDENTIALS =
  'has a user or password that must be percent-encoded: write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25'

/**
 * Whether a password in a URL has characters that must be percent-encoded. Such a URL may still be valid, but mean
 * something else: `postgres://u:p@ss#w/rd@host` names a host `ss`.
 */
export function hasUnescapedCredentials(value: string): boolean {
  const rest = /^\s*[a-z][a-z0-9+.-]*:\/\/(.*)$/is.exec(value)?.[1]
  if (rest === undefined) return false
  const end = rest.search(/[/?#]/)
  const authority = end < 0 ? rest : rest.slice(0, end)
  const tail = rest.slice(authority.length)
  const userinfo = authority.slice(0, Math.max(0, authority.lastIndexOf('@')))
  if (/%(?![0-9a-f]{2})/i.test(userinfo)) return true
  // An @ is fine in the query: `?application_name=me@here`.
  return tail.replace(/\?[\w.-]+=[^#]*/, '').includes('@')
}
