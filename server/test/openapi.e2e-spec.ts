import { ERROR_STATUS, routes, staffRoutes, totpRoutes } from '@support-chat/shared'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { call } from './call.js'
import { startTestApp, type TestApp } from './test-app.js'

interface Operation {
  summary?: string
  security?: unknown[]
  parameters?: { name: string; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>
}
interface ApiDocument {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { required?: string[] }> }
}

let server: TestApp
let reference: ApiDocument

beforeAll(async () => {
  server = await startTestApp()
  reference = (await call<ApiDocument>(`${server.url}/api/docs-json`, 'GET')).body
})
afterAll(() => server.close())

const health = ['/api/health/live', '/api/health/ready']
const id = '{id}'
const promised: [string, string][] = [
  ['get', routes.userChat],
  ['get', routes.userMessages],
  ['post', routes.userMessages],
  ['patch', routes.userMarkRead],
  ['get', routes.adminChats],
  ['get', routes.adminChat(id)],
  ['get', routes.adminMessages(id)],
  ['post', routes.adminMessages(id)],
  ['post', routes.adminMarkRead(id)],
  ['post', routes.adminArchive(id)],
  ['post', routes.adminUnarchive(id)],
  ['post', routes.login],
  ['post', routes.refresh],
  ['post', routes.logout],
  ['get', routes.me],
  ['get', totpRoutes.status],
  ['post', totpRoutes.setup],
  ['post', totpRoutes.confirm],
  ['post', totpRoutes.disable],
  ['get', staffRoutes.unreadCount],
  ['get', staffRoutes.search],
  ['get', staffRoutes.matches(id)],
  ['get', staffRoutes.tags],
  ['post', `${routes.adminUsers}/{external_id}/chat`],
  ['get', staffRoutes.events],
  ['get', staffRoutes.webhooks],
  ['post', staffRoutes.webhooks],
  ['patch', staffRoutes.webhook(id)],
  ['delete', staffRoutes.webhook(id)],
  ['post', staffRoutes.rotateWebhookSecret(id)],
  ['post', staffRoutes.testWebhook(id)],
  ['get', staffRoutes.webhookDeliveries(id)],
  ['post', staffRoutes.retryDelivery(id, '{delivery_id}')],
  ['get', staffRoutes.cannedReplies],
  ['post', staffRoutes.cannedReplies],
  ['put', staffRoutes.cannedReply(id)],
  ['delete', staffRoutes.cannedReply(id)],
  ['get', staffRoutes.deliveries(id)],
  ['get', staffRoutes.chatUser(id)],
  ['get', staffRoutes.apiKeys],
  ['post', staffRoutes.apiKeys],
  ['delete', staffRoutes.apiKey(id)],
  ['get', routes.adminUsers],
  ['get', `${routes.adminUsers}/{external_id}`],
  ['put', `${routes.adminUsers}/{external_id}`],
  ['post', `${routes.adminUsers}/{external_id}/messages`],
  ['get', staffRoutes.widgetSettings],
  ['patch', staffRoutes.widgetSettings],
  ['put', staffRoutes.avatar],
  ['delete', staffRoutes.avatar],
  ['get', staffRoutes.staff],
  ['post', staffRoutes.invite],
  ['post', staffRoutes.deactivate(id)],
  ['post', staffRoutes.activate(id)],
  ['post', staffRoutes.acceptInvitation],
  ['post', staffRoutes.changePassword],
  ['post', staffRoutes.signOutEverywhere],
  ...health.map((path): [string, string] => ['get', path]),
]

describe('The API reference', () => {
  it('is a page that works without anything from elsewhere', async () => {
    const page = await fetch(`${server.url}/api/docs`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(await page.text()).not.toMatch(/(src|href)="(https?:)?\/\//)
  })

  it.each(promised)('describes %s %s with its answers', (method, path) => {
    const operation = reference.paths[path]?.[method]
    expect(operation?.summary).toEqual(expect.any(String))
    const success = Object.entries(operation?.responses ?? {}).filter(([status]) => status.startsWith('2'))
    expect(success.length).toBeGreaterThan(0)
    const empty: string[] = [routes.logout, staffRoutes.signOutEverywhere, totpRoutes.disable]
    if (!empty.includes(path) && method !== 'delete')
      for (const [, { content }] of success) expect(schemaOf(content)).toBeDefined()
    for (const status of [400, 429, 500, 503]) {
      expect(schemaOf(operation?.responses[status]?.content)).toBe('#/components/schemas/ApiError')
    }
    const open = [routes.login, routes.refresh, staffRoutes.acceptInvitation, ...health].some((route) => route === path)
    expect(operation?.security).toEqual(open ? undefined : [{ bearer: [] }])
  })

  it('is what server/openapi.json says: after a change that is meant, npm run openapi writes it anew', async () => {
    const kept = JSON.parse(await readFile(join(__dirname, '../openapi.json'), 'utf8')) as ApiDocument
    expect(reference).toEqual(kept)
  })

  it('describes every code that an error can carry', () => {
    expect(JSON.stringify(reference.components.schemas.ApiError)).toContain(JSON.stringify(Object.keys(ERROR_STATUS)))
  })

  it('describes where a search has found its words', () => {
    expect(reference.components.schemas['SupportChatListItem']).toMatchObject({
      properties: { match: { allOf: [{ $ref: '#/components/schemas/SearchMatch' }] } },
      required: expect.not.arrayContaining(['match']) as string[],
    })
    expect(reference.components.schemas['SearchMatch']?.required).toEqual([
      'text',
      'highlights',
      'sequence',
      'sender_type',
      'sender_id',
      'sender_name',
    ])
  })

  it('describes what a message is and what a send takes', () => {
    const { SupportMessage, SendMessageBody } = reference.components.schemas
    expect(SupportMessage?.required).toEqual([
      'id',
      'chat_id',
      'sequence',
      'client_id',
      'content',
      'sender_type',
      'sender_name',
      'read_at',
      'redacted_at',
      'created_at',
      'attachments',
    ])
    expect(SendMessageBody?.required).toEqual(['content', 'client_id'])
  })
})

function schemaOf(content: Operation['responses'][string]['content']): string | undefined {
  return content?.['application/json']?.schema.$ref
}
