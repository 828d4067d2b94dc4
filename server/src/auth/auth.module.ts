import { Module } from '@nestjs/common'
import { AccessGuard } from './access.guard.js'
import { AccountsService } from './accounts.service.js'
import { AuthController } from './auth.controller.js'
import { Authenticator } from './authenticator.js'
import { FirstAdmin } from './first-admin.js'
import { SessionsService } from './sessions.service.js'
import { StaffSessionRepository } from './staff-session.repository.js'
import { UserRepository } from './user.repository.js'

@Module({
  controllers: [AuthController],
  providers: [
    AccessGuard,
    AccountsService,
    Authenticator,
    FirstAdmin,
    SessionsService,
    StaffSessionRepository,
    UserRepository,
  ],
  exports: [AccessGuard, AccountsService, Authenticator],
})
export class AuthModule {}
