import { may, STAFF_PERMISSIONS, type StaffPermission, type StaffRole } from '@support-chat/shared'
import { AppError } from '../common/errors/app-error.js'
import type { Principal } from './principal.js'

/**
 * Checks what a member of staff may do. Users and programs have no role: what is theirs is decided elsewhere.
 * @throws AppError `forbidden`
 */
export function assertPermitted({ staffRole }: Pick<Principal, 'staffRole'>, permission: StaffPermission): void {
  if (staffRole && !may(staffRole, permission)) throw forbiddenTo(staffRole, permission)
}

function forbiddenTo(role: StaffRole, permission: StaffPermission): AppError {
  return new AppError('forbidden', `This needs the role ${STAFF_PERMISSIONS[permission]} or above: yours is ${role}`)
}
