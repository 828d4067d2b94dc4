import { Entity } from 'typeorm'
import { StaffLink } from './staff-link.entity.js'

/** An invitation that has not been accepted. */
@Entity('staff_invitations')
export class StaffInvitation extends StaffLink {}
