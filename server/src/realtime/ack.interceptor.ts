import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common'
import type { Ack } from '@support-chat/shared'
import { map, type Observable } from 'rxjs'

/** Acknowledges what a handler returns; what it throws is acknowledged by the error filter. */
@Injectable()
export class AckInterceptor<T> implements NestInterceptor<T, Ack<T>> {
  intercept(_: ExecutionContext, next: CallHandler<T>): Observable<Ack<T>> {
    return next.handle().pipe(map((data) => ({ ok: true, data })))
  }
}
