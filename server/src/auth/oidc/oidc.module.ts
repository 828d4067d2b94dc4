import { Module } from '@nestjs/common'
import { AuditModule } from '../../audit/audit.module.js'
import { StaffModule } from '../../staff/staff.module.js'
import { UsersModule } from '../../users/users.module.js'
import { LogoutTokens } from './logout-tokens.js'
import { OidcAccountsService } from './oidc-accounts.service.js'
import { OidcClient } from './oidc-client.js'
import { OidcController } from './oidc.controller.js'
import { OidcLogoutService } from './oidc-logout.service.js'
import { OidcSessionRepository } from './oidc-session.repository.js'
import { OidcSignInService } from './oidc-sign-in.service.js'
import { OidcTickets } from './oidc-tickets.js'
import { OidcUseRepository } from './oidc-use.repository.js'

/** Single sign-on of staff by OpenID Connect. */
@Module({
  imports: [AuditModule, StaffModule, UsersModule],
  controllers: [OidcController],
  providers: [
    LogoutTokens,
    OidcAccountsService,
    OidcClient,
    OidcLogoutService,
    OidcSessionRepository,
    OidcSignInService,
    OidcTickets,
    OidcUseRepository,
  ],
})
export class OidcModule {}
