import { Entity } from 'typeorm'
import { StaffLink } from './staff-link.entity.js'

/** A link of the operator's that signs a member in. */
@Entity('staff_break_glass_links')
export class BreakGlassLink extends StaffLink {}
