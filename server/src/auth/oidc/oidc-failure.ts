/** What a failed call of the provider's is logged as: codes, never what was sent or answered. */
export function reasonOf(error: unknown): string {
  const codes = chainOf(error)
    .flatMap(({ code, error: answered }) => [code, answered])
    .filter((each): each is string => typeof each === 'string' && /^[\w.-]{1,80}$/.test(each))
  return codes.length > 0 ? [...new Set(codes)].join(', ') : 'unknown'
}

/** Whether the provider was not there, took too long or failed itself, rather than refused. */
export function isUnreachable(error: unknown): boolean {
  return chainOf(error).some(
    ({ code, message, status }) =>
      code === 'OAUTH_TIMEOUT' ||
      code === 'ERR_JWKS_TIMEOUT' ||
      message === 'fetch failed' ||
      (typeof status === 'number' && status >= 500),
  )
}

/** An error, and what caused it. */
function chainOf(error: unknown): { code?: unknown; error?: unknown; message?: unknown; status?: unknown }[] {
  const chain: object[] = []
  for (
    let at = error;
    typeof at === 'object' && at !== null && chain.length < 5;
    at = (at as { cause?: unknown }).cause
  )
    chain.push(at)
  return chain
}
