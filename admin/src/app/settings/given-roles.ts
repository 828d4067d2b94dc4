import { computed, inject, Injectable } from '@angular/core'
import { STAFF_ROLES } from '@support-chat/shared'
import { Permissions } from '../auth/permissions.js'

/** The roles that whoever is signed in may give, the least first. */
@Injectable({ providedIn: 'root' })
export class GivenRoles {
  private readonly permissions = inject(Permissions)
  readonly all = computed(() => STAFF_ROLES.filter((role) => role !== 'owner' || this.permissions.may('owners.manage')))
}
