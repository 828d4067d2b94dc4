import { Body, HttpCode, Post, UseInterceptors } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { breakGlassBody, session, type BreakGlassBody, type Session } from '@support-chat/shared/contract'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { BreakGlassService } from './break-glass.service.js'
import { CurrentClient, KnownDeviceInterceptor } from './known-device.interceptor.js'
import type { SignInClient } from './known-devices.js'

@ApiController('auth/break_glass', 'Sign-in')
export class BreakGlassController {
  constructor(private readonly breakGlass: BreakGlassService) {}

  @Post()
  @HttpCode(200)
  @UseInterceptors(KnownDeviceInterceptor)
  @ApiOperation({ summary: 'Signs in by a link that the operator has made with npm run staff:break-glass, once' })
  @ApiOkResponse({ standardSchema: session })
  @ApiErrors('not_found')
  signIn(
    @Body({ schema: breakGlassBody }) body: BreakGlassBody,
    @CurrentClient() client: SignInClient,
  ): Promise<Session> {
    return this.breakGlass.signIn(body, client)
  }
}
