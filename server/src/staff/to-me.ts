import type { Me } from '@support-chat/shared'
import { staffRoleOf, toIdentity } from '../auth/principal.js'
import { avatarUrl } from '../users/avatar-url.js'
import type { User } from '../users/user.entity.js'

/** A member of staff, as they see themselves. */
export function toMe(staff: User): Me {
  return {
    ...toIdentity(staff),
    available: staff.available,
    staff_role: staffRoleOf(staff),
    avatar_url: avatarUrl(staff.avatarId),
  }
}
