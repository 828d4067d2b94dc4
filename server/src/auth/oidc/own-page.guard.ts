import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common'
import type { Request } from 'express'
import { AppError } from '../../common/errors/app-error.js'
import { Config } from '../../config/config.js'

/**
 * Lets in pages of this server alone: others may embed the widget, and are of the same site, so that browsers send them
 * cookies, but what staff sign in with is not for them.
 */
@Injectable()
export class OwnPageGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const { origin, host } = context.switchToHttp().getRequest<Request>().headers
    // Browsers say where every POST of a page comes from; programs say nothing.
    const isOwn =
      origin === undefined || origin === this.config.publicUrl || /^https?:\/\/(.+)$/.exec(origin)?.[1] === host
    if (!isOwn) throw new AppError('forbidden', 'Only the console of this server signs in so')
    return true
  }
}
