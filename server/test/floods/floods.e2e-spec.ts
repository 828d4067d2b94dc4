import { randomUUID } from 'node:crypto'
import { routes, type SupportChat } from '@support-chat/shared'
import { RATE_LIMITS } from '../../src/rate-limits/rate-limit.js'
import { call } from '../call.js'
import { userToken } from '../test-app.js'
import { FloodStage } from './flood-stage.js'
import { pace } from './pace.js'
import { RawRequests } from './raw-requests.js'
import { connectPacket, LastingWire, Wire } from './wire.js'

let stage: FloodStage

beforeAll(async () => {
  stage = await FloodStage.set()
})

afterAll(() => stage.close())

const newName = () => `flooder-${randomUUID()}`
const newToken = () => userToken(newName())
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const guess = (url: string) =>
  call(url + routes.login, 'POST', { body: { email: `${randomUUID()}@example.com`, password: 'a guess' } })

/** What `ask` does, so many times a second, on a few connections of one flooder. */
async function flood(perSecond: number, signal: AbortSignal, url: string, ask: (requests: RawRequests) => void) {
  const requests = new RawRequests(url)
  await pace(perSecond, signal, () => ask(requests))
  requests.end()
}

/** A user's chat with a full page of the longest messages. */
async function longChat(url: string): Promise<string> {
  const token = newToken()
  await call<SupportChat>(url + routes.userChat, 'GET', { token })
  for (let message = 0; message < 200; message++) {
    const body = { content: 'a'.repeat(4_000), client_id: randomUUID() }
    await call(url + routes.userMessages, 'POST', { token, body })
  }
  return token
}

describe('A good user is served as before', () => {
  it('while a client requests its own chat 300 times a second', async () => {
    const token = newToken()
    const harm = await stage.harmOf((url, signal) =>
      flood(300, signal, url, (requests) => requests.get(routes.userChat, bearer(token))),
    )
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while a client requests pages of 200 of the longest messages 100 times a second', async () => {
    const token = await longChat(stage.url)
    const harm = await stage.harmOf((url, signal) =>
      flood(100, signal, url, (requests) => requests.get(`${routes.userMessages}?limit=200`, bearer(token))),
    )
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while the scripts of the API reference are asked for 50 times a second', async () => {
    const harm = await stage.harmOf((url, signal) =>
      flood(50, signal, url, (requests) =>
        requests.get('/api/docs/swagger-ui-bundle.js', { 'accept-encoding': 'gzip' }),
      ),
    )
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while 300 connections a second are begun by polling, and left alone', async () => {
    const harm = await stage.harmOf((url, signal) =>
      flood(300, signal, url, (requests) => requests.get('/socket.io/?EIO=4&transport=polling')),
    )
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while 50 bodies a second are begun, and not ended', async () => {
    const token = newToken()
    const harm = await stage.harmOf((url, signal) =>
      flood(50, signal, url, (requests) => requests.leaveBodyOpen(routes.userMessages, bearer(token))),
    )
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while a client connects 100 times a second', async () => {
    const token = newToken()
    const harm = await stage.harmOf(async (url, signal) => {
      const wires: Wire[] = []
      await pace(100, signal, async () => wires.push(await Wire.connect(url, token)))
      for (const wire of wires) wire.close()
    })
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while a socket brings a new token 500 times a second', async () => {
    const harm = await stage.harmOf(async (url, signal) => {
      const name = newName()
      // Each is news to the server, which writes the name down.
      const tokens = [1, 2].map((time) => userToken(name, { name: `${name} ${time}` }))
      const wire = new LastingWire(url, userToken(name))
      await pace(500, signal, (time) => {
        wire.emit('refresh_token', { token: tokens[time % 2] })
      })
      wire.close()
    })
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while two connections a second ask 300 times each to be let in', async () => {
    const harm = await stage.harmOf(async (url, signal) => {
      const token = newToken()
      const wires: Wire[] = []
      await pace(2, signal, async () => {
        const wire = await Wire.open(url)
        wires.push(wire)
        for (let times = 0; times < 300; times++) wire.send(connectPacket(token))
      })
      for (const wire of wires) wire.close()
    })
    expect(harm).toMatchObject({ bearable: true })
  })
})

it('Signing in 60 times a second, as ever new people, slows nobody else down', async () => {
  // What is allowed at once is over soon: this is about a flood that goes on.
  for (let time = 0; time < RATE_LIMITS.signIn.burst; time++) await guess(stage.url)
  const harm = await stage.harmOf((url, signal) => pace(60, signal, () => guess(url)))
  expect(harm).toMatchObject({ bearable: true })
})
