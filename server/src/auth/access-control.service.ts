import { type ExecutionContext, Injectable } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { ApiScope, Role, StaffPermission } from '@support-chat/shared'
import type { Request } from 'express'
import { AppError } from '../common/errors/app-error.js'
import { ClientAddresses } from '../config/client-addresses.js'
import { RestLimits } from '../rate-limits/rest-limits.js'
import { ApiKeySource, isApiKey } from './api-key.source.js'
import { Authenticator } from './authenticator.js'
import type { Principal } from './principal.js'
import { assertPermitted } from './staff-permissions.js'

/** What a route says of who may call it. */
export const ROLE = 'support-chat:role'
export const SCOPE = 'support-chat:scope'
export const PERMISSION = 'support-chat:permission'

/** A request that has been let in. */
export type Admitted = Request & { principal?: Principal }

/** Finds who a request is from, within the limits of their account, and whether the route is open to them. */
@Injectable()
export class AccessControl {
  /** @internal Nest makes it. */
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly limits: RestLimits,
    private readonly apiKeys: ApiKeySource,
    private readonly addresses: ClientAddresses,
  ) {}

  /** @throws AppError `unauthenticated`, `forbidden`, `rate_limited`, `unavailable` */
  async admit(context: ExecutionContext): Promise<Principal> {
    const request = context.switchToHttp().getRequest<Request>()
    const principal = await this.authenticate(context, request)
    const places = [context.getHandler(), context.getClass()]
    const role = this.reflector.getAllAndOverride<Role | undefined>(ROLE, places)
    if (role && principal.role !== role)
      throw new AppError('forbidden', `This is for ${role === 'admin' ? 'staff' : 'users'} only`)
    const permission = this.reflector.getAllAndOverride<StaffPermission | undefined>(PERMISSION, places)
    if (permission) assertPermitted(principal, permission)
    if (principal.scopes) assertScope(principal.scopes, this.reflector.getAllAndOverride(SCOPE, places))
    // Requests that come at once share what was found, but not their address.
    return { ...principal, address: this.addresses.of(request) }
  }

  private authenticate(context: ExecutionContext, { headers }: Request): Promise<Principal> {
    const token = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? null
    if (!token && !this.authenticator.takesHeaders)
      throw new AppError('unauthenticated', 'Sign in first: the Authorization header holds no bearer token')
    if (token !== null && isApiKey(token))
      return this.limits.admitKey(context, token, () => this.apiKeys.resolve(token))
    const authenticate = () => this.authenticator.authenticate(token, headers)
    return this.limits.admit(context, token ?? headers.cookie ?? null, authenticate)
  }
}

function assertScope(scopes: readonly ApiScope[], needed: ApiScope | null | undefined): void {
  if (!needed) throw new AppError('forbidden', 'API keys do not open this')
  if (!scopes.includes(needed)) throw new AppError('forbidden', `This needs an API key with the scope ${needed}`)
}
