import { Module } from '@nestjs/common'
import { UsersModule } from '../users/users.module.js'
import { AccessGuard } from './access.guard.js'
import { AccountsService } from './accounts.service.js'
import { Authenticator } from './authenticator.js'

/** Verifies tokens and finds their accounts. */
@Module({
  imports: [UsersModule],
  providers: [AccessGuard, AccountsService, Authenticator],
  exports: [AccessGuard, AccountsService, Authenticator],
})
export class AuthModule {}
