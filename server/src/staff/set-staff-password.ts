import type { INestApplicationContext } from '@nestjs/common'
import { newPassword } from '@support-chat/shared/contract'
import { AuditLog, NOBODY } from '../audit/audit-log.js'
import { StartError } from '../config/start-error.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { PasswordHasher } from './password-hasher.js'
import { SessionsService } from './sessions.service.js'
import { StaffTotpRepository } from './staff-totp.repository.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'

/**
 * Sets the password of a member of staff, for the operator, who need not know the old one. Ends all their sessions, and takes
 * their second factor away: who has lost it asks the operator.
 * @returns whether the account may sign in with it; false where it is deactivated
 * @throws StartError where there is no such account, or staff could not choose this password
 */
export async function setStaffPassword(
  app: INestApplicationContext,
  email: string,
  password: string,
): Promise<boolean> {
  const checked = newPassword.safeParse(password)
  if (!checked.success) throw new StartError(`The password ${checked.error.issues[0]?.message}.`)
  const passwordHash = await app.get(PasswordHasher, { strict: false }).hash(password, 'high')
  const accounts = app.get(StaffAccountRepository, { strict: false })
  return app.get(UnitOfWork, { strict: false }).run(async (tx) => {
    const known = await accounts.findByEmail(tx, email)
    const staff = known && (await accounts.lock(tx, known.id))
    if (!staff) throw new StartError(`No member of staff has the address ${email}.`)
    await accounts.update(tx, staff.id, { passwordHash })
    await app.get(SessionsService, { strict: false }).endAll(tx, { ...staff, passwordHash })
    const audit = app.get(AuditLog, { strict: false })
    await audit.record(tx, NOBODY, 'staff.password_set', staff.id)
    const hadFactor = await app.get(StaffTotpRepository, { strict: false }).remove(tx, staff.id)
    if (hadFactor) await audit.record(tx, NOBODY, 'staff.totp_disabled', staff.id)
    return staff.deactivatedAt === null
  })
}
