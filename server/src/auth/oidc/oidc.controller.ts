import { Get, HttpCode, Post, Req, Res, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger'
import { SSO_DONE } from '@support-chat/shared'
import { session, type Session } from '@support-chat/shared/contract'
import type { Request, Response } from 'express'
import { ApiController, ApiErrors } from '../../common/http/api-controller.js'
import { Upload, UploadedBytes } from '../../common/http/upload.js'
import { Config } from '../../config/config.js'
import { CurrentClient, KnownClientInterceptor, KnownDeviceInterceptor } from '../../staff/known-device.interceptor.js'
import type { SignInClient } from '../../staff/known-devices.js'
import { BackToConsoleFilter, signInPage } from './back-to-console.filter.js'
import { forget, keepSession, keepTicket, readCookie, SESSION_COOKIE, ticketCookie } from './oidc-cookies.js'
import { OidcLogoutService } from './oidc-logout.service.js'
import { OidcSignInService } from './oidc-sign-in.service.js'
import { TICKET_MS } from './oidc-tickets.js'
import { OwnPageGuard } from './own-page.guard.js'

/** The largest logout token, in bytes. */
const LOGOUT_BYTES = 16 * 1024

@ApiController('auth/oidc', 'Sign-in')
export class OidcController {
  constructor(
    private readonly config: Config,
    private readonly signIn: OidcSignInService,
    private readonly logouts: OidcLogoutService,
  ) {}

  @Get('start')
  @UseFilters(BackToConsoleFilter)
  @UseInterceptors(KnownClientInterceptor)
  @ApiOperation({ summary: 'Leads a browser to the identity provider, and from there back to the console, signed in' })
  @ApiQuery({ name: 'to', required: false, description: 'The page of the console to go to then, such as `/chats`.' })
  @ApiResponse({ status: 302, description: 'To the provider; to the console’s sign-in with `sso=` and why not' })
  async start(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentClient() client: SignInClient,
  ): Promise<void> {
    const { url, ticket } = await this.signIn.start(pageOf(request.query['to']), client)
    keepTicket(this.config, response, ticketCookie(ticket.state), ticket.value, TICKET_MS)
    response.redirect(302, url.href)
  }

  @Get('callback')
  @UseFilters(BackToConsoleFilter)
  @UseInterceptors(KnownClientInterceptor)
  @ApiOperation({ summary: 'Where the identity provider leads back to' })
  @ApiResponse({ status: 302, description: 'To the console, with a cookie; or to its sign-in with `sso=` and why not' })
  async callback(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentClient() client: SignInClient,
  ): Promise<void> {
    const query = new URLSearchParams(request.originalUrl.replace(/^[^?]*\??/, ''))
    const name = ticketCookie(query.get('state') ?? '')
    const kept = readCookie(request, name)
    if (kept !== null) forget(this.config, response, name)
    const { cookie, to } = await this.signIn.finish(query, kept, client)
    keepSession(this.config, response, cookie)
    response.redirect(302, signInPage(this.config, SSO_DONE, to))
  }

  @Post('session')
  @HttpCode(200)
  @UseGuards(OwnPageGuard)
  @UseInterceptors(KnownDeviceInterceptor)
  @ApiOperation({ summary: 'Exchanges the cookie that the callback has set for a session, once, within a minute' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('unauthenticated', 'forbidden')
  session(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentClient() client: SignInClient,
  ): Promise<Session> {
    forget(this.config, response, SESSION_COOKIE)
    return this.signIn.begin(readCookie(request, SESSION_COOKIE), client)
  }

  @Post('backchannel_logout')
  @HttpCode(200)
  @UseInterceptors(KnownClientInterceptor)
  @Upload(LOGOUT_BYTES, 'application/x-www-form-urlencoded')
  @ApiOperation({
    summary: 'The identity provider tells of a logout: `logout_token`, by OpenID Connect Back-Channel Logout',
  })
  @ApiOkResponse({ description: 'Sessions and sockets have ended' })
  @ApiErrors('not_found')
  async logOut(@UploadedBytes() body: Buffer, @CurrentClient() client: SignInClient): Promise<Record<string, never>> {
    await this.logouts.logOut(body, client)
    return {}
  }
}

/** A page of the console's: nothing that leads elsewhere. */
function pageOf(to: unknown): string | null {
  return typeof to === 'string' && to.length <= 500 && /^\/(?![/\\])[\x20-\x7e]*$/.test(to) ? to : null
}
