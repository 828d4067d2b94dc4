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
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger'
import type { ApiScope, Role } from '@support-chat/shared'
import type { Request } from 'express'
import { AppError } from '../common/errors/app-error.js'
import { ClientAddresses } from '../config/client-addresses.js'
import { RestLimits } from '../rate-limits/rest-limits.js'
import { ApiKeySource, isApiKey } from './api-key.source.js'
import { Authenticator } from './authenticator.js'
import type { Principal } from './principal.js'

const ROLE = 'support-chat:role'
export const SCOPE = 'support-chat:scope'

/**
 * Lets accounts of one role in, or, without an argument, all. A token of the other role is `forbidden`, a bad one `unauthenticated`.
 *
 * @example
 * \@Controller('orders')
 * \@Authenticated('admin')
 * export class OrdersController {}
 */
export const Authenticated = (role?: Role) =>
  applyDecorators(SetMetadata(ROLE, role), UseGuards(SupportChatGuard), ApiBearerAuth())

/**
 * What an API key needs for a route; null keeps all keys out, as leaving it out does. Every route under `/api/admin` says
 * one of both: a test sees to it.
 */
export const Scope = (scope: ApiScope | null) =>
  applyDecorators(SetMetadata(SCOPE, scope), ApiExtension('x-api-key-scope', scope))

/**
 * The {@link Principal} of a request that {@link SupportChatGuard} has let in, or of a socket.
 *
 * @example
 * \@Get()
 * mine(\@CurrentUser() user: Principal): Promise<MessagePage> {
 *   return this.messages.page(user, OWN_CHAT, { limit: 50 })
 * }
 * @throws AppError `unauthenticated` where no guard has been
 */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const carrier = context.getType() === 'ws' ? context.switchToWs().getClient<Carrier>().data : request(context)
  if (!carrier?.principal) throw new AppError('unauthenticated', 'Sign in first')
  return carrier.principal
})

interface Carrier {
  data?: { principal?: Principal }
}

/**
 * Lets in whoever Support Chat knows: users and staff by their tokens, users by your own sessions, API keys where a
 * {@link Scope} says so. They count in the same limits as on the routes of Support Chat. In a module of your own it needs
 * `AuthModule`; `@Authenticated('admin')` is this guard for one role.
 *
 * What it throws is an `AppError`: `unauthenticated`, `forbidden`, `rate_limited`, `unavailable`.
 */
@Injectable()
export class SupportChatGuard implements CanActivate {
  /** @internal Nest makes it. */
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly limits: RestLimits,
    private readonly apiKeys: ApiKeySource,
    private readonly addresses: ClientAddresses,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { headers } = request(context)
    const token = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? null
    if (!token && !this.authenticator.takesHeaders)
      throw new AppError('unauthenticated', 'Sign in first: the Authorization header holds no bearer token')
    const principal =
      token !== null && isApiKey(token)
        ? await this.limits.admitKey(context, token, () => this.apiKeys.resolve(token))
        : await this.limits.admit(context, token ?? headers.cookie ?? null, () =>
            this.authenticator.authenticate(token, headers),
          )
    const places = [context.getHandler(), context.getClass()]
    const role = this.reflector.getAllAndOverride<Role | undefined>(ROLE, places)
    if (role && principal.role !== role)
      throw new AppError('forbidden', `This is for ${role === 'admin' ? 'staff' : 'users'} only`)
    if (principal.scopes) assertScope(principal.scopes, this.reflector.getAllAndOverride(SCOPE, places))
    // Requests that come at once share what was found, but not their address.
    request(context).principal = { ...principal, address: this.addresses.of(request(context)) }
    return true
  }
}

function assertScope(scopes: readonly ApiScope[], needed: ApiScope | null | undefined): void {
  if (!needed) throw new AppError('forbidden', 'API keys do not open this')
  if (!scopes.includes(needed)) throw new AppError('forbidden', `This needs an API key with the scope ${needed}`)
}

function request(context: ExecutionContext): Request & { principal?: Principal } {
  return context.switchToHttp().getRequest()
}
