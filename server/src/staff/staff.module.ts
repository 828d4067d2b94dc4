import { Module } from '@nestjs/common'
import { AuditModule } from '../audit/audit.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { UsersModule } from '../users/users.module.js'
import { AuthController } from './auth.controller.js'
import { AvatarsController } from './avatars.controller.js'
import { AvatarsService } from './avatars.service.js'
import { BreakGlassController } from './break-glass.controller.js'
import { BreakGlassRepository } from './break-glass.repository.js'
import { BreakGlassService } from './break-glass.service.js'
import { FirstStaffAccount } from './first-staff-account.js'
import { KnownDevices } from './known-devices.js'
import { MyAvatarController } from './my-avatar.controller.js'
import { PasswordHasher } from './password-hasher.js'
import { OwnSessionsController } from './own-sessions.controller.js'
import { PasswordResetController } from './password-reset.controller.js'
import { PasswordResetRepository } from './password-reset.repository.js'
import { PasswordResetService } from './password-reset.service.js'
import { PasswordsService } from './passwords.service.js'
import { RefreshTokenRepository } from './refresh-token.repository.js'
import { RefreshTokenRotation } from './refresh-token-rotation.js'
import { RoleChanges } from './role-changes.js'
import { SecondFactor } from './second-factor.service.js'
import { SessionsService } from './sessions.service.js'
import { SignInLimits } from './sign-in-limits.js'
import { SignInService } from './sign-in.service.js'
import { StaffAccountsService } from './staff-accounts.service.js'
import { StaffInvitationRepository } from './staff-invitation.repository.js'
import { StaffAvatarRepository } from './staff-avatar.repository.js'
import { StaffController } from './staff.controller.js'
import { StaffTotpRepository } from './staff-totp.repository.js'
import { TotpController } from './totp.controller.js'
import { TotpService } from './totp.service.js'
import { TotpSetupTokens } from './totp-setup-token.js'

/** Staff accounts: signing in and out, passwords, invitations. */
@Module({
  imports: [AuditModule, AuthModule, UsersModule],
  controllers: [
    AuthController,
    AvatarsController,
    BreakGlassController,
    MyAvatarController,
    OwnSessionsController,
    PasswordResetController,
    StaffController,
    TotpController,
  ],
  providers: [
    AvatarsService,
    BreakGlassRepository,
    BreakGlassService,
    FirstStaffAccount,
    KnownDevices,
    PasswordHasher,
    PasswordResetRepository,
    PasswordResetService,
    PasswordsService,
    RefreshTokenRotation,
    RoleChanges,
    SecondFactor,
    SessionsService,
    SignInLimits,
    SignInService,
    StaffAccountsService,
    StaffAvatarRepository,
    StaffInvitationRepository,
    StaffTotpRepository,
    RefreshTokenRepository,
    TotpService,
    TotpSetupTokens,
  ],
  exports: [KnownDevices, RoleChanges, SessionsService, StaffInvitationRepository],
})
export class StaffModule {}
