import { setTimeout as delay } from 'node:timers/promises'
import { ServerProcess } from '../server-process.js'
import { fault } from './fault-table.js'
import { startFaulty, type Death } from './faults.js'
import { Stage, type Scene } from './stage.js'

let stage: Stage
const processes: ServerProcess[] = []

beforeAll(async () => {
  stage = await Stage.set()
})
afterEach(async () => {
  stage.clear()
  for (const process of processes.splice(0)) await process.kill()
})
afterAll(() => stage.close())

/** A chat whose people all talk to `doomed`, and to the server that stays once it is dead. */
async function sceneOn(doomed: ServerProcess): Promise<Scene> {
  processes.push(doomed)
  stage.line.target = doomed.url
  return (await stage.newScene()).fill()
}

async function moveOver(doomed: ServerProcess): Promise<void> {
  await doomed.ended()
  stage.line.target = stage.server.url
}

describe('A server process', () => {
  fault('kill -9 under load', 'what it had acknowledged is stored, and what it had not is sent again', async () => {
    const doomed = await ServerProcess.start(stage.server.config)
    const scene = await sceneOn(doomed)
    const talking = scene.talk(40)
    await delay(100)
    await doomed.kill()
    await moveOver(doomed)
    await talking
    return scene.outcome()
  })

  const deaths: [Death['at'], string][] = [
    ['before the commit', 'nobody was told of the message, and it is stored once by its repetition'],
    ['between commit and broadcast', 'the message that nobody was told of is shown to all'],
    ['between broadcast and ack', 'the message is stored once, though its sender has to ask again'],
  ]
  for (const [at, promise] of deaths) {
    fault(`killed ${at}`, promise, async () => {
      const doomed = await startFaulty(stage.server.config)
      const scene = await sceneOn(doomed)
      await scene.talk(3)
      doomed.tell({ at })
      await scene.talk(5)
      await moveOver(doomed)
      await scene.talk(1)
      return scene.outcome()
    })
  }
})
