import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Parser } from '@asyncapi/parser'
import type { ClientRequest } from '@support-chat/shared'
import type { Ack } from '@support-chat/shared/contract'
import { call } from './call.js'
import { useTestApp, type TestApp } from './test-app.js'

interface AsyncApiDocument {
  operations: Record<string, { security?: { $ref: string }[] }>
}

let server: TestApp
let staff: string
useTestApp((...started) => ([server, staff] = started))

describe('The AsyncAPI document', () => {
  let document: AsyncApiDocument
  beforeAll(async () => {
    document = (await call<AsyncApiDocument>(`${server.url}/api/docs-asyncapi`, 'GET')).body
  })

  it('is one, by the parser of those who specify it', async () => {
    const { diagnostics } = await new Parser().parse(JSON.stringify(document))
    // Errors and warnings. A hint tells of 3.1, of which few tools know yet.
    expect(diagnostics.filter(({ severity }) => severity < 2)).toEqual([])
  })

  it('is what server/asyncapi.json says: after a change that is meant, npm run openapi writes it anew', async () => {
    expect(document).toEqual(JSON.parse(await readFile(join(__dirname, '../asyncapi.json'), 'utf8')))
  })

  it('says what only users may ask', async () => {
    const requests = Object.entries(document.operations).filter(([id]) => id.startsWith('request.'))
    const usersOnly = requests.filter(([, { security }]) => !JSON.stringify(security).includes('staff'))
    expect(usersOnly.map(([id]) => id)).toEqual(['request.mark_delivered', 'request.visit'])
    const member = (await server.connect(staff)) as {
      emitWithAck(event: string, payload: object): Promise<Ack<unknown>>
    }
    const payload: Partial<Record<ClientRequest, object>> = {
      mark_delivered: { chat_id: 'any', sequence: 1 },
      visit: {},
    }
    for (const [event, given] of Object.entries(payload)) {
      expect(await member.emitWithAck(event, given)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    }
  })
})
