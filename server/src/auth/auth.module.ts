import { Module } from '@nestjs/common'
import { AccessGuard } from './access.guard.js'
import { AccountsService } from './accounts.service.js'
import { AuthController } from '../staff/auth.controller.js'
import { Authenticator } from './authenticator.js'
import { FirstAdmin } from '../staff/first-admin.js'
import { KnownDevices } from '../staff/known-devices.js'
import { LastSeen } from '../users/last-seen.service.js'
import { PasswordHasher } from '../staff/password-hasher.js'
import { PasswordsService } from '../staff/passwords.service.js'
import { RefreshTokens } from '../staff/refresh-tokens.js'
import { SessionsService } from '../staff/sessions.service.js'
import { SignInLimits } from '../staff/sign-in-limits.js'
import { SignInService } from '../staff/sign-in.service.js'
import { StaffAccountRepository } from '../staff/staff-account.repository.js'
import { StaffAccountsService } from '../staff/staff-accounts.service.js'
import { StaffInvitationRepository } from '../staff/staff-invitation.repository.js'
import { StaffSessionRepository } from '../staff/refresh-token.repository.js'
import { StaffController } from '../staff/staff.controller.js'
import { UserRepository } from '../users/user.repository.js'

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
