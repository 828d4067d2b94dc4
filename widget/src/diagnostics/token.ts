import type { DiagnosticCheck } from './report.js'

/** A clock that is further off than this makes tokens seem over, or not yet begun, in milliseconds. */
const MOST_SKEW = 60_000

/** What can be told of a token without the key. @param skew server's clock less this one's, in milliseconds; null when unknown */
export function checkToken(token: string, skew: number | null): DiagnosticCheck[] {
  if (token === '') return [{ name: 'token', ok: null, detail: 'There is none: cookies say who the user is.' }]
  const claims = readPayload(token)
  if (!claims) {
    const hint = 'getToken has to give the JSON Web Token alone, as text: no JSON around it, no "Bearer" before it.'
    return [{ name: 'token', ok: false, detail: 'It is not a JSON Web Token.', hint }]
  }
  const missing = ['sub', 'exp', 'email'].filter((claim) => !claims[claim])
  return [
    missing.length > 0
      ? {
          name: 'token',
          ok: false,
          detail: `It lacks ${missing.join(', ')}.`,
          hint: 'Your backend has to sign these claims.',
        }
      : { name: 'token', ok: true, detail: 'It has sub, exp and email.' },
    checkExpiry(claims, Date.now() + (skew ?? 0)),
  ]
}

/** What the token calls its user; null where only the server can read that. */
export function subjectOf(token: string): string | null {
  const sub = readPayload(token)?.['sub']
  return typeof sub === 'string' && sub ? sub : null
}

/** Whether the token is of the one whom the page names. @param user empty where it names nobody @param subject null where that could not be learned */
export function checkUser(user: string, subject: string | null): DiagnosticCheck {
  const name = 'user'
  if (!user) {
    const hint =
      'Set `user` to your id of who is signed in, the `sub` of their token: a change of users is noticed at once.'
    return { name, ok: null, detail: 'It is not set: only the token says who the user is.', hint }
  }
  if (subject === null) return { name, ok: null, detail: 'Whose the token is could not be learned.' }
  if (subject === user) return { name, ok: true, detail: 'The token is of `user`.' }
  const hint =
    'Both have to be your own id of the same person, as in the `sub` of their token: not an address, nor a number of another table.'
  return { name, ok: false, detail: 'The token is of somebody else than `user`, and is not used.', hint }
}

export function checkClock(skew: number | null): DiagnosticCheck {
  if (skew === null) return { name: 'clock', ok: null, detail: 'The server did not tell its time.' }
  const seconds = Math.round(skew / 1000)
  if (Math.abs(skew) <= MOST_SKEW) return { name: 'clock', ok: true, detail: 'It agrees with the server’s.' }
  const hint = 'Correct the clock of this machine: tokens are renewed by it.'
  return {
    name: 'clock',
    ok: false,
    detail: `The server’s is ${Math.abs(seconds)} s ${skew > 0 ? 'ahead of' : 'behind'} this one.`,
    hint,
  }
}

function checkExpiry({ exp, nbf }: Record<string, unknown>, now: number): DiagnosticCheck {
  const name = 'token expiry'
  if (typeof exp !== 'number') return { name, ok: false, detail: 'exp is not a number.', hint: 'Seconds since 1970.' }
  if (exp > 1e11) return { name, ok: false, detail: 'exp is in milliseconds.', hint: 'It counts seconds since 1970.' }
  const left = Math.round(exp - now / 1000)
  const hint = 'getToken has to give a fresh token each time it is called.'
  if (left <= 0) return { name, ok: false, detail: `It expired ${-left} s ago.`, hint }
  if (typeof nbf === 'number' && nbf * 1000 > now) {
    return { name, ok: false, detail: 'It is not valid yet (nbf).', hint: 'Check the clock of your backend.' }
  }
  return { name, ok: true, detail: `It is good for another ${left} s.` }
}

function readPayload(token: string): Record<string, unknown> | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const claims: unknown = JSON.parse(atob(payload))
    return typeof claims === 'object' ? (claims as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}
