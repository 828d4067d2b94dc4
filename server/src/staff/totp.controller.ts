import { Body, Get, HttpCode, Post, SetMetadata, UseGuards, UseInterceptors, applyDecorators } from '@nestjs/common'
import { ApiBearerAuth, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  totpCodeBody,
  totpConfirmation,
  totpSetup,
  totpStatus,
  type TotpCodeBody,
  type TotpConfirmation,
  type TotpSetup,
  type TotpStatus,
} from '@support-chat/shared/contract'
import { ROLE } from '../auth/access-control.service.js'
import type { Principal } from '../auth/principal.js'
import { Authenticated, CurrentUser } from '../auth/support-chat.guard.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { CurrentClient, KnownClientInterceptor, KnownDeviceInterceptor } from './known-device.interceptor.js'
import type { SignInClient } from './known-devices.js'
import { PasswordLoginGuard } from './password-login.guard.js'
import { TotpSetupGuard } from './totp-setup.guard.js'
import { TotpService } from './totp.service.js'

/** Staff, and who has a token for the setup alone. */
const AuthenticatedForSetup = () =>
  applyDecorators(SetMetadata(ROLE, 'admin'), UseGuards(TotpSetupGuard, PasswordLoginGuard), ApiBearerAuth())

@ApiController('auth/totp', 'Sign-in')
@ApiErrors('unauthenticated', 'forbidden')
export class TotpController {
  constructor(private readonly totp: TotpService) {}

  @Get()
  @Authenticated('admin')
  @ApiOperation({ summary: 'Whether one’s own password has a second factor' })
  @ApiOkResponse({ standardSchema: totpStatus })
  status(@CurrentUser() principal: Principal): Promise<TotpStatus> {
    return this.totp.status(principal)
  }

  @Post('setup')
  @HttpCode(200)
  @AuthenticatedForSetup()
  @ApiOperation({ summary: 'Makes a secret for an app that makes codes; it counts once it is confirmed' })
  @ApiOkResponse({ standardSchema: totpSetup })
  @ApiErrors('conflict')
  setup(@CurrentUser() principal: Principal): Promise<TotpSetup> {
    return this.totp.setup(principal)
  }

  @Post('confirm')
  @HttpCode(200)
  @AuthenticatedForSetup()
  @UseInterceptors(KnownDeviceInterceptor)
  @ApiOperation({
    summary: 'Confirms the secret by a code; from then on the password needs one. Answers recovery codes',
  })
  @ApiOkResponse({ standardSchema: totpConfirmation })
  @ApiErrors('conflict')
  confirm(
    @CurrentUser() principal: Principal,
    @Body({ schema: totpCodeBody }) { code }: TotpCodeBody,
    @CurrentClient() client: SignInClient,
  ): Promise<TotpConfirmation> {
    return this.totp.confirm(principal, code, client)
  }

  @Post('disable')
  @HttpCode(200)
  @Authenticated('admin')
  @UseInterceptors(KnownClientInterceptor)
  @ApiOperation({ summary: 'Takes the second factor away, by a code of it or a recovery code' })
  @ApiOkResponse({ description: 'Disabled' })
  @ApiErrors('conflict')
  async disable(
    @CurrentUser() principal: Principal,
    @Body({ schema: totpCodeBody }) { code }: TotpCodeBody,
    @CurrentClient() client: SignInClient,
  ): Promise<Record<string, never>> {
    await this.totp.disable(principal, code, client)
    return {}
  }
}
