/** The user who is signed in to this product. */
export interface User {
  /** Your own id of them, which their token has in `sub`. */
  id: string
  name: string
  token: string
  getToken: () => Promise<string>
}

export async function signIn(name: string): Promise<User> {
  const token = await fetchToken(name)
  return { id: subjectOf(token), name, token, getToken: () => fetchToken(name) }
}

/** Your page knows its user's id. This one has it from the token. */
const subjectOf = (token: string): string =>
  JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))).sub

/** Your page asks your own backend, which knows who is signed in. */
async function fetchToken(user: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('/demo/token', { method: 'POST', headers, body: JSON.stringify({ user }) })
  if (!response.ok) throw new Error(`No token: ${response.status}`)
  return (await response.json()).token
}
