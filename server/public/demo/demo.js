const chat = document.querySelector('support-chat')
const user = new URLSearchParams(location.search).get('user') ?? document.querySelector('#user').value

/** Your own id of who is signed in: what the token has in `sub`. */
chat.user = user
/** Your page asks your own backend, which knows who is signed in. This one takes anybody's word. */
chat.getToken = async () => {
  const response = await fetch(new URL('token', import.meta.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
  })
  if (!response.ok) throw new Error(`The demo's token endpoint answered ${response.status}`)
  const { token } = await response.json()
  return token
}

document.querySelector('#ask').addEventListener('click', () => chat.open())
