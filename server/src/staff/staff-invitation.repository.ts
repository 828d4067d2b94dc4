import { Injectable } from '@nestjs/common'
import { StaffInvitation } from './staff-invitation.entity.js'
import { StaffLinkRepository } from './staff-link.repository.js'

@Injectable()
export class StaffInvitationRepository extends StaffLinkRepository {
  protected readonly entity = StaffInvitation
}
