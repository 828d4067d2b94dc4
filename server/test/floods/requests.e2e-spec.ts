import { randomUUID } from 'node:crypto'
import { routes, type SupportChat } from '@support-chat/shared'
import { call } from '../call.js'
import { userToken } from '../test-app.js'
import { FloodStage } from './flood-stage.js'
import { pace } from './pace.js'
import { RawRequests } from './raw-requests.js'
import { Wire } from './wire.js'

let stage: FloodStage

beforeAll(async () => {
  stage = await FloodStage.set()
})

afterAll(() => stage.close())

const newToken = () => userToken(`flooder-${randomUUID()}`)
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** What `ask` does, so many times a second, on a few connections of one flooder. */
async function flood(perSecond: number, signal: AbortSignal, url: string, ask: (requests: RawRequests) => void) {
  const requests = new RawRequests(url)
  await pace(perSecond, signal, () => ask(requests))
  requests.end()
}

/** Somebody's chat with a full page of the longest messages. */
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
  it('while somebody asks for the own chat 300 times a second', async () => {
    const token = newToken()
    const harm = await stage.harmOf((url, signal) =>
      flood(300, signal, url, (requests) => requests.get(routes.userChat, bearer(token))),
    )
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while somebody asks for pages of 200 of the longest messages 100 times a second', async () => {
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

  it('while somebody connects 100 times a second', async () => {
    const token = newToken()
    const harm = await stage.harmOf(async (url, signal) => {
      const wires: Wire[] = []
      await pace(100, signal, async () => wires.push(await Wire.connect(url, token)))
      for (const wire of wires) wire.close()
    })
    expect(harm).toMatchObject({ bearable: true })
  })
})
