import { Body, Get, HttpCode, Ip, Post } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import type { Identity, LoginBody, RefreshBody, Session } from '@support-chat/shared'
import { ApiController, ApiErrors } from '../errors/api-controller.js'
import { Authenticated, CurrentUser } from './access.guard.js'
import { identity, loginBody, refreshBody, session } from './auth.schemas.js'
import { type Principal, toIdentity } from './principal.js'
import { SessionsService } from './sessions.service.js'

@ApiController('auth', 'Sign-in')
export class AuthController {
  constructor(private readonly sessions: SessionsService) {}

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

  @Get('me')
  @Authenticated()
  @ApiOperation({ summary: 'Who the token belongs to' })
  @ApiOkResponse({ standardSchema: identity })
  @ApiErrors('unauthenticated')
  me(@CurrentUser() principal: Principal): Identity {
    return toIdentity(principal)
  }
}
