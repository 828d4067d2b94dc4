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
})
