import { Module } from '@nestjs/common'
import { UsersModule } from '../users/users.module.js'
import { AccessControl } from './access-control.service.js'
import { AccountsService } from './accounts.service.js'
import { Authenticator } from './authenticator.js'
import { extensionPoint } from '../common/extension-point.js'
import { TokenChecker } from './token-checker.js'
import { JwtUserAuthenticator, UserAuthenticator } from './user-authenticator.js'

/** Verifies tokens and finds their accounts. */
@Module({
  imports: [UsersModule],
  providers: [
    AccessControl,
    AccountsService,
    Authenticator,
    TokenChecker,
    ...extensionPoint(UserAuthenticator, JwtUserAuthenticator),
  ],
  exports: [AccessControl, AccountsService, Authenticator, TokenChecker],
})
export class AuthModule {}
