import { Module } from '@nestjs/common'
import { MessageTracer } from './message-tracer.js'

/** Traces for OpenTelemetry. Only loaded where there is a collector. */
@Module({ providers: [MessageTracer] })
export class TracingModule {}
