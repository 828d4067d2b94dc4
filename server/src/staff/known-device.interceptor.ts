import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common'
import type { Session } from '@support-chat/shared'
import type { Request, Response } from 'express'
import { type Observable, tap } from 'rxjs'
import { KnownDevices, type SignInClient } from './known-devices.js'

type SignInRequest = Request & { signInClient: SignInClient }

/** The {@link SignInClient} of a request, on routes with one of the interceptors below. */
export const CurrentClient = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<SignInRequest>().signInClient,
)

/** Says which device a request comes from that begins no session. */
@Injectable()
export class KnownClientInterceptor implements NestInterceptor {
  constructor(private readonly devices: KnownDevices) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<SignInRequest>()
    request.signInClient = this.devices.of(request)
    return next.handle()
  }
}

/** What a route answers that may begin a session. */
type Begun = Session | { session: Session | null }

/** Says which device a sign-in comes from, and has the device remember the account once it is signed in. */
@Injectable()
export class KnownDeviceInterceptor implements NestInterceptor<Begun, Begun> {
  constructor(private readonly devices: KnownDevices) {}

  intercept(context: ExecutionContext, next: CallHandler<Begun>): Observable<Begun> {
    const request = context.switchToHttp().getRequest<SignInRequest>()
    const response = context.switchToHttp().getResponse<Response>()
    request.signInClient = this.devices.of(request)
    return next.handle().pipe(
      tap((begun) => {
        const session = 'session' in begun ? begun.session : begun
        if (session) this.devices.remember(request, response, session.user.id)
      }),
    )
  }
}
