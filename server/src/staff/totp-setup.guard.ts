import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common'
import type { Request } from 'express'
import { AccessControl, type Admitted } from '../auth/access-control.service.js'
import { type Principal, toPrincipal } from '../auth/principal.js'
import { AppError } from '../common/errors/app-error.js'
import { ClientAddresses } from '../config/client-addresses.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { RestLimits } from '../rate-limits/rest-limits.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { TotpSetupTokens } from './totp-setup-token.js'

/** Lets in whom the route lets in, and who has a token of {@link TotpSetupTokens}: their principal has no session. */
@Injectable()
export class TotpSetupGuard implements CanActivate {
  constructor(
    private readonly access: AccessControl,
    private readonly tokens: TotpSetupTokens,
    private readonly limits: RestLimits,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly addresses: ClientAddresses,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Admitted>()
    const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
    request.principal =
      token !== undefined && this.tokens.isOne(token)
        ? { ...(await this.limits.admit(context, token, () => this.resolve(token))), address: this.addressOf(request) }
        : await this.access.admit(context)
    return true
  }

  private async resolve(token: string): Promise<Principal> {
    const { sub, ver, exp } = this.tokens.verify(token)
    const staff = await this.unitOfWork.read((reader) => this.accounts.findActive(reader, sub))
    if (staff?.sessionVersion !== ver) throw new AppError('unauthenticated', 'The account was changed: sign in again')
    return toPrincipal(staff, exp, null)
  }

  private addressOf(request: Request): string {
    return this.addresses.of(request)
  }
}
