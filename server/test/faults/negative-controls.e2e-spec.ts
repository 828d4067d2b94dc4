import { randomUUID } from 'node:crypto'
import { eventually } from '../eventually.js'
import type { ServerProcess } from '../server-process.js'
import type { Outcome } from './checker.js'
import { addControl } from './fault-table.js'
import { startFaulty, type Faults } from './faults.js'
import { FAULTY_CURSOR } from './faulty-sql.js'
import { Stage, type Scene } from './stage.js'

/** A checker that finds nothing wrong proves nothing until it has been seen to find something. */
describe('A server that breaks a promise on purpose is caught by the same checker, with', () => {
  let stage: Stage
  let broken: ServerProcess | undefined

  beforeEach(async () => {
    stage = await Stage.set()
  })
  afterEach(async () => {
    stage.clear()
    await broken?.kill()
    await stage.close()
  })

  async function sceneOn(fault: Faults['broken']): Promise<Scene> {
    broken = await startFaulty(stage.server.config, { broken: fault })
    stage.line.target = broken.url
    return stage.newScene()
  }

  /** Some commits fail, as they do in life. A good server tells nobody of what they would have stored. */
  const failSomeCommits = () =>
    stage.server.sql(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.content LIKE '%cursed%' THEN RAISE EXCEPTION 'not at commit'; END IF; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON support_messages DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse()`)

  const kinds: Record<NonNullable<Faults['broken']>, { run(): Promise<Outcome>; catches: keyof Outcome }> = {
    'broadcast before commit': {
      catches: 'notStored',
      run: async () => {
        await failSomeCommits()
        const scene = await sceneOn('broadcast before commit')
        const [writer, reader] = [scene.rawUser(), scene.rawStaff()]
        await writer.catchUp()
        await reader.catchUp()
        await writer.send('blessed')
        for (const number of [1, 2, 3]) {
          const payload = { chat_id: scene.chatId, content: `cursed ${number}`, client_id: randomUUID() }
          await writer.socket.emitWithAck('send_message', payload)
        }
        await eventually(() => reader.log.told.find(({ content }) => content === 'cursed 3'), 'the reader to be told')
        return scene.compared()
      },
    },
    'cursor given before commit order': {
      catches: 'outOfOrder',
      run: async () => {
        await stage.server.sql(FAULTY_CURSOR)
        const scene = await sceneOn('cursor given before commit order')
        const reader = scene.rawStaff()
        const writers = Array.from({ length: 3 }, () => scene.rawUser())
        // It is wrong by chance, and seen to be only while it is: sooner or later.
        for (;;) {
          for (const writer of writers) for (let sends = 0; sends < 20; sends++) scene.say(writer)
          while (writers.some(({ unsent }) => unsent > 0)) await reader.catchUp()
          const outcome = await scene.compared()
          if (outcome.outOfOrder.length > 0) return outcome
        }
      },
    },
    'no dedupe': {
      catches: 'duplicated',
      run: async () => {
        await stage.server.sql('ALTER TABLE support_messages DROP CONSTRAINT support_messages_client_id')
        const scene = await sceneOn('no dedupe')
        const [one, two] = [scene.rawUser(), scene.rawUser()]
        for (const number of [1, 2, 3]) {
          const clientId = randomUUID()
          await Promise.all([one.send(`message ${number}`, clientId), two.send(`message ${number}`, clientId)])
        }
        return scene.compared()
      },
    },
  }

  it.each(Object.entries(kinds))('%s', async (name, { run, catches }) => {
    const outcome = await run()
    addControl(name, outcome)
    expect(outcome.acknowledged).toBeGreaterThan(0)
    expect(outcome[catches]).not.toEqual([])
  })
})
