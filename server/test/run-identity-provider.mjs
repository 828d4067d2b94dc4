// A certified OpenID Connect server, as a process of its own: started by identity-provider.ts. Whoever signs in is `person`.
import { createServer } from 'node:http'

const { port, client, key } = JSON.parse(process.env.IDENTITY_PROVIDER)
const issuer = `http://localhost:${port}`

// It warns that Node.js 20 is old, and that what it keeps in memory is lost.
console.warn = () => undefined
const { default: Provider } = await import('oidc-provider')

let person = {}
/** What each has been said to be, by their `sub`. */
const people = new Map()

const provider = new Provider(issuer, {
  clients: [client],
  jwks: { keys: [key] },
  cookies: { keys: ['a key of the tests'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
  // It would not tell a server of this machine of a logout.
  fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
  pkce: { required: () => true },
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => people.get(sub) }),
  // Nobody is asked for consent, as where the provider is the company's own.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
    grant.addOIDCScope('openid email profile')
    await grant.save()
    return grant
  },
})

const page = (name) => `<!doctype html><html lang="en"><title>Identity provider</title><h1>Identity provider</h1>
<form method="post"><button>Sign in as ${name}</button></form>`

async function interact(request, response) {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html').end(page(person.name))
    return
  }
  if (person.denies) {
    await provider.interactionFinished(request, response, { error: 'access_denied' })
    return
  }
  people.set(person.sub, person)
  await provider.interactionFinished(request, response, { login: { accountId: person.sub } })
}

const serve = provider.callback()
const server = createServer((request, response) => {
  const handled = request.url.startsWith('/interaction/') ? interact(request, response) : serve(request, response)
  Promise.resolve(handled).catch((error) => response.writeHead(500).end(String(error)))
}).listen(port, '127.0.0.1', () => process.send('listening'))

const now = Date.now
process.on('message', async ({ id, become, skewMs, logOut }) => {
  try {
    if (become) person = become
    if (skewMs !== undefined) Date.now = () => now() + skewMs
    if (logOut) await (await provider.Client.find(client.client_id)).backchannelLogout(logOut.sub, logOut.sid)
    process.send({ id })
  } catch (error) {
    process.send({ id, error: String(error) })
  }
})
process.on('disconnect', () => server.close(() => process.exit()))
