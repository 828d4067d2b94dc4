import { inject, Injectable, signal } from '@angular/core'
import type { ApiError, Invitation, StaffList, StaffMember } from '@support-chat/shared'
import { staffRoutes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { LiveConnection } from '../connection/live-connection.js'

/** All staff, and what one member can do about another. */
@Injectable()
export class StaffMembers {
  private readonly connection = inject(LiveConnection)

  /** Null while they are being loaded for the first time. */
  readonly all = signal<readonly StaffMember[] | null>(null)
  /** Why the last thing asked for did not work. */
  readonly error = signal<ApiError | null>(null)
  /** The newest invitation, whose link nobody can ask for again. */
  readonly invitation = signal<Invitation | null>(null)
  /** Something is on its way to the server. */
  readonly busy = signal(false)

  load(): Promise<boolean> {
    return this.attempt(async () => {
      const { staff } = await this.connection.get<StaffList>(staffRoutes.staff)
      this.all.set(staff)
    })
  }

  /** Invites somebody, or makes a new link for who has not come yet. @returns whether it worked */
  invite(email: string, name: string): Promise<boolean> {
    return this.attempt(async () => {
      const body = name ? { email, name } : { email }
      const invitation = await this.connection.post<Invitation>(staffRoutes.invite, body)
      this.invitation.set(invitation)
      this.put(invitation.member)
    })
  }

  setActive(member: StaffMember, active: boolean): Promise<boolean> {
    const route = active ? staffRoutes.activate(member.id) : staffRoutes.deactivate(member.id)
    return this.attempt(async () => {
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

  private async attempt(work: () => Promise<void>): Promise<boolean> {
    if (this.busy()) return false
    this.busy.set(true)
    this.error.set(null)
    try {
      await work()
      return true
    } catch (error) {
      this.error.set(toApiError(error))
      return false
    } finally {
      this.busy.set(false)
    }
  }
}
