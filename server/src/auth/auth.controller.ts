import { Body, Get, HttpCode, Ip, Post } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import type {
  AcceptInvitationBody,
  ChangePasswordBody,
  Identity,
  LoginBody,
  RefreshBody,
  Session,
} from '@support-chat/shared'
import { ApiController, ApiErrors } from '../errors/api-controller.js'
import { Authenticated, CurrentUser } from './access.guard.js'
import { identity, loginBody, refreshBody, session } from './auth.schemas.js'
import { PasswordsService } from './passwords.service.js'
import { type Principal, toIdentity } from './principal.js'
import { SessionsService } from './sessions.service.js'
import { acceptInvitationBody, changePasswordBody } from './staff.schemas.js'

@ApiController('auth', 'Sign-in')
export class AuthController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
  ) {}

  @Post('login')
  @HttpCode(200)
  @ApiOperation({ summary: 'Signs staff in' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('unauthenticated')
  login(@Body({ schema: loginBody }) body: LoginBody, @Ip() address: string): Promise<Session> {
    return this.sessions.login(body, address)
  }

  @Post('refresh')
  @HttpCode(200)
  @ApiOperation({ summary: 'Exchanges a refresh token, once, for a new pair of tokens' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('unauthenticated')
  refresh(@Body({ schema: refreshBody }) body: RefreshBody): Promise<Session> {
    return this.sessions.refresh(body)
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
  @ApiOperation({ summary: 'Changes one’s own password and ends every session; answers with a new one' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('unauthenticated', 'forbidden', 'conflict')
  changePassword(
    @CurrentUser() principal: Principal,
    @Body({ schema: changePasswordBody }) body: ChangePasswordBody,
  ): Promise<Session> {
    return this.passwords.change(principal, body)
  }

  @Post('accept_invitation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives an invited account its password, once, and signs it in' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('not_found')
  acceptInvitation(
    @Body({ schema: acceptInvitationBody }) body: AcceptInvitationBody,
    @Ip() address: string,
  ): Promise<Session> {
    return this.passwords.accept(body, address)
  }

  @Get('me')
  @Authenticated()
  @ApiOperation({ summary: 'Who the token belongs to' })
  @ApiOkResponse({ standardSchema: identity })
  @ApiErrors('unauthenticated')
  me(@CurrentUser() principal: Principal): Identity {
    return toIdentity(principal)
  }
}
