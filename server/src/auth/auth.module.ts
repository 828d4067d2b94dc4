import { Module } from '@nestjs/common'
import { UsersModule } from '../users/users.module.js'
import { SupportChatGuard } from './support-chat.guard.js'
import { AccountsService } from './accounts.service.js'
import { Authenticator } from './authenticator.js'
import { extensionPoint } from '../common/extension-point.js'
import { JwtUserAuthenticator, UserAuthenticator } from './user-authenticator.js'

/** Verifies tokens and finds their accounts. */
@Module({
  imports: [UsersModule],
  providers: [
    SupportChatGuard,
    AccountsService,
    Authenticator,
    ...extensionPoint(UserAuthenticator, JwtUserAuthenticator),
  ],
  exports: [SupportChatGuard, AccountsService, Authenticator],
})
export class AuthModule {}
