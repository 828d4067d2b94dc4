import { inject, Injectable } from '@angular/core'
import { may, type StaffPermission } from '@support-chat/shared'
import { StaffSession } from './staff-session.js'

/** What whoever is signed in may do: the server decides, this is for what the console shows. */
@Injectable({ providedIn: 'root' })
export class Permissions {
  private readonly session = inject(StaffSession)

  /** A session that a version without roles has kept shows everything until it is renewed. */
  may(permission: StaffPermission): boolean {
    const role = this.session.user()?.staff_role
    return !role || may(role, permission)
  }
}
