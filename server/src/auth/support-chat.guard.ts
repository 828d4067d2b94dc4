import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common'
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger'
import { type ApiScope, type Role, STAFF_PERMISSIONS, type StaffPermission } from '@support-chat/shared'
import { AppError } from '../common/errors/app-error.js'
import { AccessControl, type Admitted, PERMISSION, ROLE, SCOPE } from './access-control.service.js'
import type { Principal } from './principal.js'

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
 * What a member of staff needs for a route: the least role for it stands in one table, `STAFF_PERMISSIONS`. Every route under
 * `/api/admin` names one: a test sees to it. Without, all of staff may.
 */
export const Requires = (permission: StaffPermission) =>
  applyDecorators(SetMetadata(PERMISSION, permission), ApiExtension('x-staff-role', STAFF_PERMISSIONS[permission]))

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
  const carrier =
    context.getType() === 'ws'
      ? context.switchToWs().getClient<Carrier>().data
      : context.switchToHttp().getRequest<Admitted>()
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
  constructor(private readonly access: AccessControl) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    context.switchToHttp().getRequest<Admitted>().principal = await this.access.admit(context)
    return true
  }
}
