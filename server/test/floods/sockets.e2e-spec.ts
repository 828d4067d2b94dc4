import { randomUUID } from 'node:crypto'
import { userToken } from '../test-app.js'
import { FloodStage } from './flood-stage.js'
import { pace } from './pace.js'
import { connectPacket, LastingWire, Wire } from './wire.js'

let stage: FloodStage

beforeAll(async () => {
  stage = await FloodStage.set()
})

afterAll(() => stage.close())

const newName = () => `flooder-${randomUUID()}`

describe('A good user is served as before', () => {
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
      const token = userToken(newName())
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

  it('while one account opens 150 sockets a second', async () => {
    const harm = await stage.harmOf(async (url, signal) => {
      const token = userToken(newName())
      const wires: Wire[] = []
      await pace(150, signal, async () => wires.push(await Wire.connect(url, token)))
      for (const wire of wires) wire.close()
    })
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while a socket marks its chat read, says where it is and types 300 times a second each', async () => {
    const harm = await stage.harmOf(async (url, signal) => {
      const token = userToken(newName())
      const wire = new LastingWire(url, token)
      await pace(300, signal, (time) => {
        wire.emit('mark_read', { chat_id: randomUUID(), sequence: time })
        wire.emit('visit', { page_url: `https://app.example.com/${time}` })
        wire.emit('typing', { chat_id: randomUUID(), is_typing: true })
      })
      wire.close()
    })
    expect(harm).toMatchObject({ bearable: true })
  })

  it('while a socket sends 2,000 events a second that nobody knows, large ones among them', async () => {
    const harm = await stage.harmOf(async (url, signal) => {
      const token = userToken(newName())
      const large = Array.from({ length: 15_000 }, () => [])
      const wire = new LastingWire(url, token)
      await pace(2_000, signal, (time) => {
        wire.emit('no_such_event', time % 50 === 0 ? large : time)
      })
      wire.close()
    })
    expect(harm).toMatchObject({ bearable: true })
  })
})
