import { Module } from '@nestjs/common'
import { AccessGuard } from './access.guard.js'
import { AccountsService } from './accounts.service.js'
import { AuthController } from './auth.controller.js'
import { Authenticator } from './authenticator.js'
import { FirstAdmin } from './first-admin.js'
import { KnownDevices } from './known-devices.js'
import { LastSeen } from './last-seen.service.js'
import { PasswordHasher } from './password-hasher.js'
import { PasswordsService } from './passwords.service.js'
import { RefreshTokens } from './refresh-tokens.js'
import { SessionsService } from './sessions.service.js'
import { SignInLimits } from './sign-in-limits.js'
import { SignInService } from './sign-in.service.js'
import { StaffAccountRepository } from './staff-account.repository.js'
import { StaffAccountsService } from './staff-accounts.service.js'
import { StaffInvitationRepository } from './staff-invitation.repository.js'
import { StaffSessionRepository } from './staff-session.repository.js'
import { StaffController } from './staff.controller.js'
import { UserRepository } from './user.repository.js'

@Module({
  controllers: [AuthController, StaffController],
  providers: [
    AccessGuard,
    AccountsService,
    Authenticator,
    FirstAdmin,
    KnownDevices,
    LastSeen,
    PasswordHasher,
    PasswordsService,
    RefreshTokens,
    SessionsService,
    SignInLimits,
    SignInService,
    StaffAccountRepository,
    StaffAccountsService,
    StaffInvitationRepository,
    StaffSessionRepository,
    UserRepository,
  ],
  exports: [AccessGuard, AccountsService, Authenticator, LastSeen],
})
export class AuthModule {}
