import {
  type ArgumentsHost,
  Catch,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  ForbiddenException,
  HttpException,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { SkipThrottle } from '@nestjs/throttler'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import type { Request, Response } from 'express'
import { map } from 'rxjs'
import type { Server, ServerOptions } from 'socket.io'

/** What a company sets up for all that it serves. Each refuses or changes what is not the company's own. */
@Injectable()
export class CompanyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const carrier =
      context.getType() === 'ws'
        ? context.switchToWs().getClient<{ handshake: Request }>().handshake
        : context.switchToHttp().getRequest<Request>()
    if (carrier.headers['x-company'] !== 'acme') throw new ForbiddenException('Not of the company')
    return true
  }
}

@Injectable()
export class Wrapping implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler) {
    return next.handle().pipe(map((data) => ({ data })))
  }
}

@Catch()
export class CompanyFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') return
    const status = error instanceof HttpException ? error.getStatus() : 500
    host.switchToHttp().getResponse<Response>().status(status).json({ company_error: status })
  }
}

/** The company's own sockets. Its throttler knows of HTTP only. */
@SkipThrottle()
@WebSocketGateway()
export class NewsGateway {
  @SubscribeMessage('ping')
  ping(): { ok: string } {
    return { ok: 'pong of the company' }
  }
}

export class CompanyIoAdapter extends IoAdapter {
  override createIOServer(port: number, options?: ServerOptions): Server {
    return super.createIOServer(port, { ...options, maxHttpBufferSize: 5_000_000 } as ServerOptions)
  }
}
