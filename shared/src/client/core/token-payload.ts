import { attempt } from './attempt.js'

/** What a JSON Web Token says; undefined where the text is none. It is only read here: the server verifies it. */
export function payloadOf(token: string): Record<string, unknown> | undefined {
  const payload: unknown = attempt(() => {
    const part = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (byte) => byte.charCodeAt(0)))) as unknown
  })
  return (payload as Record<string, unknown> | null) ?? undefined
}
