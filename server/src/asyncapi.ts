import { ackOf, clientRequests, serverEvents, supportEvent, time, webhookHeaders } from '@support-chat/shared/contract'
import { z } from 'zod'
import { basePathOf } from './config/base-path.js'
import type { Config } from './config/config.js'

interface Reference {
  $ref: string
}

/** The AsyncAPI document of sockets and webhooks, made from the schemas that the server checks with. */
export function describeAsyncApi(config: Config) {
  const parts = new Parts()
  addRequests(parts)
  addEvents(parts)
  addWebhooks(parts)
  const { operations, messages, schemas } = parts
  return {
    asyncapi: '3.0.0',
    info: {
      title: `${config.appName} sockets and webhooks`,
      version: '1',
      description:
        'Seen from the server: it receives what clients ask over Socket.IO, and sends events there and to webhooks. JSON in ' +
        'snake_case, times in ISO 8601 UTC, ids as UUIDs. Let fields and events pass that you do not know: more may come.',
    },
    defaultContentType: 'application/json',
    servers: { sockets: socketServer(config), receiver: RECEIVER },
    channels: {
      sockets: {
        address: config.namespace,
        title: 'The Socket.IO namespace',
        description: 'The name of a message is that of its Socket.IO event. A reply is the acknowledgement.',
        servers: [reference('servers', 'sockets')],
        messages: parts.channels.sockets,
      },
      webhooks: {
        address: null,
        title: 'The URL of a webhook',
        description:
          'Signed as the Standard Webhooks specification has it. Any 2xx within 15 s is success; anything else comes again.',
        servers: [reference('servers', 'receiver')],
        messages: parts.channels.webhooks,
      },
    },
    operations,
    components: { messages, schemas, securitySchemes: SECURITY },
  }
}

const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description })
const SECURITY = {
  user: bearer('A token that your own backend has signed for a user, at connect: `auth: { token }`.'),
  staff: bearer('The access token of a member of staff, at connect: `auth: { token }`.'),
}

const RECEIVER = {
  host: '{receiver}',
  protocol: 'https',
  description: 'Your own endpoint, as it was given to `POST /api/admin/webhooks`.',
  variables: { receiver: { description: 'Host and path of the endpoint’s URL.' } },
}

function socketServer(config: Config) {
  const { protocol, host } = new URL(config.publicUrl)
  return {
    host,
    protocol: protocol === 'https:' ? 'wss' : 'ws',
    // A namespace of an application's own is one of its Socket.IO, which is at the root.
    pathname: config.namespace === '/' ? `${basePathOf(config)}/socket.io` : '/socket.io',
    description: 'Socket.IO 4, over WebSocket or long polling.',
  }
}

function addRequests(parts: Parts): void {
  for (const [name, request] of Object.entries(clientRequests)) {
    const callers = [...('staffOnly' in request ? [] : ['user']), ...('usersOnly' in request ? [] : ['staff'])]
    parts.operations[`request.${name}`] = {
      action: 'receive',
      channel: reference('channels', 'sockets'),
      summary: request.payload.description,
      security: callers.map((scheme) => reference('components', 'securitySchemes', scheme)),
      messages: [parts.message('sockets', `${pascal(name)}Request`, parts.schema(request.payload, 'input'), { name })],
      reply: {
        channel: reference('channels', 'sockets'),
        messages: [parts.message('sockets', `${pascal(name)}Answer`, parts.schema(ackOf(request.data)))],
      },
    }
  }
}

function addEvents(parts: Parts): void {
  for (const [name, payload] of Object.entries(serverEvents)) {
    parts.operations[`event.${name}`] = {
      action: 'send',
      channel: reference('channels', 'sockets'),
      summary: payload.description,
      messages: [parts.message('sockets', `${pascal(name)}Event`, parts.schema(payload), { name })],
    }
  }
}

function addWebhooks(parts: Parts): void {
  const events = supportEvent.options.flatMap(({ shape: { type, data } }) =>
    type.options.map((name): [string, z.ZodType] => [name, data]),
  )
  for (const [name, data] of [...events, ['ping', z.object({})] satisfies [string, z.ZodType]]) {
    const body = z.object({ type: z.literal(name), timestamp: time.describe('When it happened.'), data })
    parts.operations[`webhook.${name}`] = {
      action: 'send',
      channel: reference('channels', 'webhooks'),
      bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
      messages: [
        parts.message('webhooks', `${pascal(name)}Webhook`, parts.schema(body), {
          name,
          headers: parts.schema(webhookHeaders),
        }),
      ],
    }
  }
}

/** What a document refers to by name. */
class Parts {
  readonly operations: Record<string, object> = {}
  readonly messages: Record<string, object> = {}
  readonly schemas: Record<string, unknown> = {}
  readonly channels: Record<'sockets' | 'webhooks', Record<string, Reference>> = { sockets: {}, webhooks: {} }

  /** Its payload can be referred to by the same name. */
  message(channel: keyof Parts['channels'], id: string, payload: object, more: object = {}): Reference {
    this.schemas[id] = payload
    this.messages[id] = { ...more, payload: reference('components', 'schemas', id) }
    this.channels[channel][id] = reference('components', 'messages', id)
    return reference('channels', channel, 'messages', id)
  }

  /** As JSON Schema, in which those that have an `id` are referred to. */
  schema(schema: z.ZodType, io: 'input' | 'output' = 'output'): object {
    const made = z.toJSONSchema(schema, { target: 'draft-07', io, override: ({ jsonSchema }) => loosen(jsonSchema) })
    const text = JSON.stringify(made).replaceAll('"#/definitions/', '"#/components/schemas/')
    const { $schema: _, definitions, ...own } = JSON.parse(text) as z.core.JSONSchema.BaseSchema
    Object.assign(this.schemas, definitions)
    return own
  }
}

/** More fields may come. And formats say more than their patterns, and integers have no bounds that JavaScript's have not. */
function loosen(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties
  if (schema.format !== undefined) delete schema.pattern
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
}

const reference = (...path: string[]): Reference => ({ $ref: `#/${path.join('/')}` })

const pascal = (name: string) => name.replace(/(?:^|[._])(\w)/g, (_, letter: string) => letter.toUpperCase())
