import { type CanActivate, Injectable } from '@nestjs/common'
import { AppError } from '../common/errors/app-error.js'
import { Config } from '../config/config.js'

/** Refuses what is about passwords where staff have single sign-on alone. */
@Injectable()
export class PasswordLoginGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(): boolean {
    if (this.config.passwordLogin) return true
    throw new AppError('forbidden', 'Passwords are not used here: sign in with single sign-on')
  }
}
