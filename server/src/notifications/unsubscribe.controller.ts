import { Controller, Get, Header, HttpCode, Param, Post, UseFilters } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Config } from '../config/config.js'
import { UnknownLinkFilter } from './unknown-link.filter.js'
import { confirmPage, PAGE_POLICY, resumedPage, stoppedPage } from './unsubscribe.page.js'
import { UnsubscribeService } from './unsubscribe.service.js'

const HtmlPage = (): MethodDecorator => (target, key, descriptor) => {
  Header('Content-Type', 'text/html; charset=utf-8')(target, key, descriptor)
  Header('Content-Security-Policy', PAGE_POLICY)(target, key, descriptor)
  // The address is the key: it goes to no other site. (`no-referrer` would make the form's own Origin `null`.)
  Header('Referrer-Policy', 'same-origin')(target, key, descriptor)
  Header('Cache-Control', 'no-store')(target, key, descriptor)
}

/** Where the links of an e-mail lead: pages for people, and RFC 8058's one-click POST for mail programs. No sign-in. */
@ApiExcludeController()
@Controller('api/email')
export class UnsubscribeController {
  constructor(
    private readonly service: UnsubscribeService,
    private readonly config: Config,
  ) {}

  /** Changes nothing by itself. */
  @Get('unsubscribe/:token')
  @HtmlPage()
  @UseFilters(UnknownLinkFilter)
  async show(@Param('token') token: string): Promise<string> {
    const subscribed = await this.service.isSubscribed(token)
    const { appName } = this.config
    return subscribed ? confirmPage(appName, token) : stoppedPage(appName, `../subscribe/${token}`)
  }

  @Post('unsubscribe/:token')
  @HttpCode(200)
  @HtmlPage()
  async unsubscribe(@Param('token') token: string): Promise<string> {
    await this.service.unsubscribe(token)
    return stoppedPage(this.config.appName, `../subscribe/${token}`)
  }

  @Post('subscribe/:token')
  @HttpCode(200)
  @HtmlPage()
  async subscribe(@Param('token') token: string): Promise<string> {
    await this.service.resubscribe(token)
    return resumedPage(this.config.appName)
  }
}
