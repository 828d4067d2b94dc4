import { Injectable } from '@nestjs/common'
import { PasswordReset } from './password-reset.entity.js'
import { StaffLinkRepository } from './staff-link.repository.js'

@Injectable()
export class PasswordResetRepository extends StaffLinkRepository {
  protected readonly entity = PasswordReset
}
