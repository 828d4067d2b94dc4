import { Body, Get, HttpCode, Patch, Post, UseGuards, UseInterceptors } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  acceptInvitationBody,
  changePasswordBody,
  loginBody,
  me,
  meChanges,
  refreshBody,
  session,
  type AcceptInvitationBody,
  type ChangePasswordBody,
  type LoginBody,
  type Me,
  type MeChanges,
  type RefreshBody,
  type Session,
} from '@support-chat/shared/contract'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { Authenticated, CurrentUser } from '../auth/support-chat.guard.js'
import { CurrentClient, KnownDeviceInterceptor } from './known-device.interceptor.js'
import type { SignInClient } from './known-devices.js'
import { PasswordLoginGuard } from './password-login.guard.js'
import { PasswordsService } from './passwords.service.js'
import type { Principal } from '../auth/principal.js'
import { SessionsService } from './sessions.service.js'
import { SignInService } from './sign-in.service.js'
import { StaffAccountsService } from './staff-accounts.service.js'

@ApiController('auth', 'Sign-in')
export class AuthController {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
    private readonly accounts: StaffAccountsService,
  ) {}

  @Post('login')
  @HttpCode(200)
  @UseGuards(PasswordLoginGuard)
  @UseInterceptors(KnownDeviceInterceptor)
  @ApiOperation({ summary: 'Signs staff in' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('unauthenticated', 'code_required', 'code_invalid', 'forbidden', 'totp_setup_required')
  login(@Body({ schema: loginBody }) body: LoginBody, @CurrentClient() client: SignInClient): Promise<Session> {
    return this.signIn.login(body, client)
  }

  @Post('refresh')
  @HttpCode(200)
  @UseInterceptors(KnownDeviceInterceptor)
  @ApiOperation({ summary: 'Exchanges a refresh token, once, for a new pair of tokens' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('unauthenticated')
  refresh(@Body({ schema: refreshBody }) body: RefreshBody, @CurrentClient() client: SignInClient): Promise<Session> {
    return this.sessions.refresh(body, client)
  }

  @Post('logout')
  @HttpCode(200)
  @Authenticated('admin')
  @ApiOperation({ summary: 'Ends the sign-in of the access token, with its refresh token and its sockets' })
  @ApiOkResponse({ description: 'Signed out' })
  @ApiErrors('unauthenticated', 'forbidden')
  async logout(@CurrentUser() principal: Principal): Promise<Record<string, never>> {
    await this.sessions.logout(principal)
    return {}
  }

  @Post('sign_out_everywhere')
  @HttpCode(200)
  @Authenticated('admin')
  @ApiOperation({ summary: 'Ends every sign-in of the account, this one too, with their sockets' })
  @ApiOkResponse({ description: 'Signed out' })
  @ApiErrors('unauthenticated', 'forbidden')
  async signOutEverywhere(@CurrentUser() principal: Principal): Promise<Record<string, never>> {
    await this.sessions.signOutEverywhere(principal)
    return {}
  }

  @Post('change_password')
  @HttpCode(200)
  @Authenticated('admin')
  @UseGuards(PasswordLoginGuard)
  @UseInterceptors(KnownDeviceInterceptor)
  @ApiOperation({ summary: 'Changes one’s own password and ends every session; answers with a new one' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('unauthenticated', 'forbidden', 'conflict')
  changePassword(
    @CurrentUser() principal: Principal,
    @Body({ schema: changePasswordBody }) body: ChangePasswordBody,
    @CurrentClient() client: SignInClient,
  ): Promise<Session> {
    return this.passwords.change(principal, body, client)
  }

  @Post('accept_invitation')
  @HttpCode(200)
  @UseGuards(PasswordLoginGuard)
  @UseInterceptors(KnownDeviceInterceptor)
  @ApiOperation({ summary: 'Gives an invited account its password, once, and signs it in' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('forbidden', 'totp_setup_required', 'not_found')
  acceptInvitation(
    @Body({ schema: acceptInvitationBody }) body: AcceptInvitationBody,
    @CurrentClient() client: SignInClient,
  ): Promise<Session> {
    return this.passwords.accept(body, client)
  }

  @Get('me')
  @Authenticated()
  @ApiOperation({ summary: 'Who the token belongs to' })
  @ApiOkResponse({ standardSchema: me })
  @ApiErrors('unauthenticated')
  me(@CurrentUser() principal: Principal): Promise<Me> {
    return this.accounts.me(principal)
  }

  @Patch('me')
  @Authenticated('admin')
  @ApiOperation({ summary: 'Changes one’s own name, and whether one takes chats that are handed out' })
  @ApiOkResponse({ standardSchema: me })
  @ApiErrors('unauthenticated', 'forbidden')
  changeMe(@CurrentUser() principal: Principal, @Body({ schema: meChanges }) body: MeChanges): Promise<Me> {
    return this.accounts.changeMe(principal, body)
  }
}
