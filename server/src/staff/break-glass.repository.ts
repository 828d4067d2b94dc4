import { Injectable } from '@nestjs/common'
import { BreakGlassLink } from './break-glass.entity.js'
import { StaffLinkRepository } from './staff-link.repository.js'

@Injectable()
export class BreakGlassRepository extends StaffLinkRepository {
  protected readonly entity = BreakGlassLink
}
