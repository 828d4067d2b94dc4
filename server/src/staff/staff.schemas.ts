import {
  MIN_PASSWORD_LENGTH,
  type AcceptInvitationBody,
  type ChangePasswordBody,
  type InviteBody,
  type Invitation,
  type StaffList,
  type StaffMember,
} from '@support-chat/shared'
import { z } from 'zod'
import { password } from './auth.schemas.js'
import { line } from '../auth/user-claims.js'

export const newPassword = password
  .refine((text) => [...text].length >= MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
  .meta({ description: `${MIN_PASSWORD_LENGTH} characters or more.` })

export const inviteBody = z
  .object({
    email: line(320)
      .trim()
      .regex(/^[^\s@<>",]+@[^\s@<>",]+$/, 'must be an e-mail address'),
    name: line(200).trim().min(1).optional(),
  })
  .meta({ id: 'InviteBody' }) satisfies z.ZodType<InviteBody>

export const acceptInvitationBody = z
  .object({ token: z.string().min(1).max(256), password: newPassword })
  .meta({ id: 'AcceptInvitationBody' }) satisfies z.ZodType<AcceptInvitationBody>

export const changePasswordBody = z
  .object({ current_password: password, new_password: newPassword })
  .meta({ id: 'ChangePasswordBody' }) satisfies z.ZodType<ChangePasswordBody>

export const staffMember = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    invited: z.boolean().describe('Has no password so far.'),
    deactivated_at: z.iso.datetime().nullable(),
    last_seen_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'StaffMember' }) satisfies z.ZodType<StaffMember>

export const staffList = z
  .object({ staff: z.array(staffMember) })
  .meta({ id: 'StaffList' }) satisfies z.ZodType<StaffList>

export const invitation = z
  .object({
    member: staffMember,
    invitation_url: z.url().describe('Works once, for seven days. Told here only; the server keeps a digest.'),
  })
  .meta({ id: 'Invitation' }) satisfies z.ZodType<Invitation>
