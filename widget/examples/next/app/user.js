export async function signIn(name) {
  return { name, token: await fetchToken(name), getToken: () => fetchToken(name) }
}

/** Your page asks your own backend, which knows who is signed in. */
async function fetchToken(user) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('/demo/token', { method: 'POST', headers, body: JSON.stringify({ user }) })
  if (!response.ok) throw new Error(`No token: ${response.status}`)
  return (await response.json()).token
}
