import { Body, HttpCode, Post, UseGuards, UseInterceptors } from '@nestjs/common'
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  passwordResetBody,
  passwordResetConfirmation,
  session,
  type PasswordResetBody,
  type PasswordResetConfirmation,
  type Session,
} from '@support-chat/shared/contract'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { CurrentClient, KnownClientInterceptor, KnownDeviceInterceptor } from './known-device.interceptor.js'
import type { SignInClient } from './known-devices.js'
import { PasswordLoginGuard } from './password-login.guard.js'
import { PasswordResetService } from './password-reset.service.js'

@ApiController('auth/password_reset', 'Sign-in')
@UseGuards(PasswordLoginGuard)
@ApiErrors('forbidden')
export class PasswordResetController {
  constructor(private readonly resets: PasswordResetService) {}

  @Post()
  @HttpCode(202)
  @UseInterceptors(KnownClientInterceptor)
  @ApiOperation({
    summary: 'E-mails a link for a new password, where the address is a member’s: the answer does not tell',
  })
  @ApiAcceptedResponse({ description: 'Heard' })
  async request(
    @Body({ schema: passwordResetBody }) body: PasswordResetBody,
    @CurrentClient() client: SignInClient,
  ): Promise<Record<string, never>> {
    await this.resets.request(body, client)
    return {}
  }

  @Post('confirm')
  @HttpCode(200)
  @UseInterceptors(KnownDeviceInterceptor)
  @ApiOperation({ summary: 'Sets the password by the link’s token, once, and signs in; every other session ends' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('code_required', 'code_invalid', 'forbidden', 'totp_setup_required', 'not_found')
  confirm(
    @Body({ schema: passwordResetConfirmation }) body: PasswordResetConfirmation,
    @CurrentClient() client: SignInClient,
  ): Promise<Session> {
    return this.resets.confirm(body, client)
  }
}
