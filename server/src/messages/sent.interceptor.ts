import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common'
import type { SupportMessage } from '@support-chat/shared'
import type { Response } from 'express'
import { map, type Observable } from 'rxjs'
import type { Sent } from './sent.js'

/** Answers a send with the message: 201 where this request stored it, 200 where an earlier one had. */
@Injectable()
export class SentInterceptor implements NestInterceptor<Sent, SupportMessage> {
  intercept(context: ExecutionContext, next: CallHandler<Sent>): Observable<SupportMessage> {
    const response = context.switchToHttp().getResponse<Response>()
    return next.handle().pipe(
      map(({ message, created }) => {
        response.status(created ? 201 : 200)
        return message
      }),
    )
  }
}
