import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { ApiBearerAuth } from '@nestjs/swagger'
import type { Role } from '@support-chat/shared'
import type { Request } from 'express'
import { AppError } from '../common/errors/app-error.js'
import { RestLimits } from '../rate-limits/rest-limits.js'
import { Authenticator } from './authenticator.js'
import type { Principal } from './principal.js'

const ROLE = 'support-chat:role'

/** Lets accounts of one role in, or, without an argument, all. A token of the other role is `forbidden`, a bad one `unauthenticated`. */
export const Authenticated = (role?: Role) =>
  applyDecorators(SetMetadata(ROLE, role), UseGuards(AccessGuard), ApiBearerAuth())

/** The {@link Principal} of the request or of the socket. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const carrier = context.getType() === 'ws' ? context.switchToWs().getClient<Carrier>().data : request(context)
  if (!carrier?.principal) throw new AppError('unauthenticated', 'Sign in first')
  return carrier.principal
})

interface Carrier {
  data?: { principal?: Principal }
}

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly limits: RestLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const token = /^Bearer +(\S+) *$/i.exec(request(context).headers.authorization ?? '')?.[1]
    if (!token) throw new AppError('unauthenticated', 'Sign in first: the Authorization header holds no bearer token')
    const principal = await this.limits.admit(context, token, () => this.authenticator.authenticate(token))
    const role = this.reflector.getAllAndOverride<Role | undefined>(ROLE, [context.getHandler(), context.getClass()])
    if (role && principal.role !== role)
      throw new AppError('forbidden', `This is for ${role === 'admin' ? 'staff' : 'users'} only`)
    request(context).principal = principal
    return true
  }
}

function request(context: ExecutionContext): Request & { principal?: Principal } {
  return context.switchToHttp().getRequest()
}
