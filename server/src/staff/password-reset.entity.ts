import { Entity } from 'typeorm'
import { StaffLink } from './staff-link.entity.js'

/** A link for a new password. */
@Entity('staff_password_resets')
export class PasswordReset extends StaffLink {}
