/** Whoever is signed in to this product. */
export interface User {
  name: string
  token: string
  getToken: () => Promise<string>
}

export async function signIn(name: string): Promise<User> {
  return { name, token: await fetchToken(name), getToken: () => fetchToken(name) }
}

/** Your page asks your own backend, which knows who is signed in. */
async function fetchToken(user: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('/demo/token', { method: 'POST', headers, body: JSON.stringify({ user }) })
  if (!response.ok) throw new Error(`No token: ${response.status}`)
  return (await response.json()).token
}
