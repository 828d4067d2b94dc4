import { inject, Injectable, signal } from '@angular/core'
import type { Invitation, StaffList, StaffMember, StaffRole } from '@support-chat/shared'
import { staffRoutes } from '@support-chat/shared'
import { RequestState } from '../ui/request-state.js'
import { LiveConnection } from '../connection/live-connection.js'

/** All members of staff, and the requests that change them. */
@Injectable()
export class StaffMembers {
  private readonly connection = inject(LiveConnection)
  readonly request = new RequestState<'email'>()

  /** Null while they are being loaded for the first time. */
  readonly all = signal<readonly StaffMember[] | null>(null)
  /** The newest invitation: its link is shown once, the server cannot show it again. */
  readonly invitation = signal<Invitation | null>(null)

  load(): Promise<boolean> {
    return this.request.run(async () => {
      const { staff } = await this.connection.get<StaffList>(staffRoutes.staff)
      this.all.set(staff)
    })
  }

  /** Invites a person, or makes a new link for a member who has not accepted yet. @returns whether it worked */
  invite(email: string, name: string, role: StaffRole): Promise<boolean> {
    return this.request.run(async () => {
      const body = { email, ...(name && { name }), staff_role: role }
      const invitation = await this.connection.post<Invitation>(staffRoutes.invite, body)
      this.invitation.set(invitation)
      this.put(invitation.member)
    })
  }

  setRole(member: StaffMember, staff_role: StaffRole): Promise<boolean> {
    return this.request.run(async () => {
      this.put(await this.connection.patch<StaffMember>(staffRoutes.staffMember(member.id), { staff_role }))
    })
  }

  setActive(member: StaffMember, active: boolean): Promise<boolean> {
    const route = active ? staffRoutes.activate(member.id) : staffRoutes.deactivate(member.id)
    return this.request.run(async () => {
      this.put(await this.connection.post<StaffMember>(route))
      if (this.invitation()?.member.id === member.id) this.invitation.set(null)
    })
  }

  private put(member: StaffMember): void {
    this.all.update((all) => {
      const known = all?.some(({ id }) => id === member.id)
      return known ? (all ?? []).map((other) => (other.id === member.id ? member : other)) : [...(all ?? []), member]
    })
  }
}
