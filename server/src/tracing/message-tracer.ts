import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common'
import { type Attributes, type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { toAppError } from '../common/errors/to-app-error.js'
import type { Ended } from '../common/operation.js'
import { Config } from '../config/config.js'
import type { Send } from '../messages/message-reviewer.js'
import { SENDING } from '../messages/message-writer.js'
import type { Sent } from '../messages/sent.js'
import { NOTIFYING } from '../notifications/email-outbox.worker.js'
import { BROADCASTING } from '../realtime/broadcaster.js'
import { following, idsOf, MessageIds } from './message-trace.js'

/** Of one export, in milliseconds; spans that a collector does not take by then are lost. */
const EXPORT_MS = 5_000

/**
 * A trace of each message, from its send to its broadcast and its e-mail. Spans are made once it is known what came of a
 * thing: nothing of this is in its way. They hold ids of chats and messages, and nothing that anybody wrote.
 */
@Injectable()
export class MessageTracer implements OnModuleInit, OnApplicationShutdown {
  private readonly ids = new MessageIds()
  private readonly provider: TracerProvider
  private ends: (() => void)[] = []

  constructor({ otlpEndpoint }: Config) {
    const url = `${otlpEndpoint?.replace(/\/$/, '')}/v1/traces`
    const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS })
    this.provider = new TracerProvider({
      idGenerator: this.ids,
      resource: defaultResource().merge(resourceFromAttributes({ 'service.name': 'support-chat' })),
      spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_MS })],
    })
  }

  onModuleInit(): void {
    this.ends = [
      SENDING.onEnd((ended) => this.sent(ended)),
      BROADCASTING.onEnd((ended) =>
        this.record('broadcast', SpanKind.PRODUCER, ended, following(ended.about.messageId)),
      ),
      NOTIFYING.onEnd((ended) => {
        const { messageId, channel } = ended.about
        this.record(`notify by ${channel}`, SpanKind.CLIENT, ended, following(messageId))
      }),
    ]
  }

  async onApplicationShutdown(): Promise<void> {
    for (const end of this.ends) end()
    // A collector that is away keeps nobody from stopping.
    await this.provider.shutdown().catch(() => undefined)
  }

  private sent(ended: Ended<Send, Sent>): void {
    const { about, result } = ended
    // A repeat has the trace of the original.
    const parent = result && !result.created ? following(result.message.id) : ROOT_CONTEXT
    if (result?.created) this.ids.use(idsOf(result.message.id))
    const attributes = {
      'support_chat.chat_id': about.chatId,
      'support_chat.sender': about.principal.role,
      ...(result && { 'support_chat.message_id': result.message.id, 'support_chat.repeated': !result.created }),
    }
    this.record('send', SpanKind.SERVER, ended, parent, attributes)
  }

  private record(
    name: string,
    kind: SpanKind,
    { startedAt, durationMs, error }: Ended<unknown, unknown>,
    parent: Context,
    attributes: Attributes = {},
  ): void {
    const span = this.provider
      .getTracer('support-chat')
      .startSpan(name, { kind, startTime: startedAt, attributes }, parent)
    if (error !== undefined) {
      span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', toAppError(error).code)
    }
    span.end(startedAt + durationMs)
  }
}
