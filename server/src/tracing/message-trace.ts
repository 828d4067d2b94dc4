import { ROOT_CONTEXT, type SpanContext, trace, TraceFlags, type Context } from '@opentelemetry/api'
import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace'

type Ids = Pick<SpanContext, 'traceId' | 'spanId'>

/**
 * The ids of the span in which a message was sent: the trace has the id of the message. So whatever follows finds its trace
 * without being told, in another process and a day later, and who knows a message finds what became of it.
 */
export function idsOf(messageId: string): Ids {
  const traceId = messageId.replaceAll('-', '').toLowerCase()
  // The second half of a UUID v7 is random.
  return { traceId, spanId: traceId.slice(16) }
}

/** The context of what follows from a message. */
export function following(messageId: string): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { ...idsOf(messageId), traceFlags: TraceFlags.SAMPLED, isRemote: true })
}

/** Gives the ids that were set for the next span, once; else random ones. */
export class MessageIds implements IdGenerator {
  private readonly random = new RandomIdGenerator()
  private next: Partial<Ids> = {}

  /** Of the span that is started next. */
  use(ids: Ids): void {
    this.next = { ...ids }
  }

  generateTraceId(): string {
    return this.take('traceId') ?? this.random.generateTraceId()
  }

  generateSpanId(): string {
    return this.take('spanId') ?? this.random.generateSpanId()
  }

  private take(name: keyof Ids): string | undefined {
    const { [name]: id, ...rest } = this.next
    this.next = rest
    return id
  }
}
