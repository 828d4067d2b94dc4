import { z } from 'zod'
import { line, time } from './fields.js'
import { MAX_STAFF_NAME_LENGTH, MIN_PASSWORD_LENGTH } from './limits.js'
import { STAFF_ROLES } from './staff-roles.js'

export const password = z.string().min(1).max(1024)

/** One that is chosen now: those of before are let in as they are. */
export const newPassword = password
  .refine((text) => [...text].length >= MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
  .meta({ description: `${MIN_PASSWORD_LENGTH} characters or more.` })

export const role = z.enum(['user', 'admin'])
/** What an account may do. `admin` is the contract's word for staff. */
export type Role = z.infer<typeof role>

export const staffRole = z
  .enum(STAFF_ROLES)
  .describe('`viewer` reads, `agent` answers too, `admin` manages too, `owner` may everything.')

export const identity = z
  .object({ id: z.uuid(), email: z.string(), name: z.string().nullable(), role })
  .meta({ id: 'Identity' })
/** Whose a token is. */
export type Identity = z.infer<typeof identity>

const avatarUrl = z
  .string()
  .nullable()
  .describe('Relative to the server’s address; another one for each picture, and null without one.')

/** Shown to users and colleagues. */
const staffName = z
  .string()
  .max(MAX_STAFF_NAME_LENGTH)
  .trim()
  .min(1, 'must not be blank')
  .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), 'must not hold control characters')

export const me = identity
  .extend({
    available: z.boolean().optional().describe('Of staff: takes chats that are handed out.'),
    staff_role: staffRole.optional().describe('Of staff: what they may do.'),
    avatar_url: avatarUrl.optional().describe('Of staff: their picture, relative to the server’s address.'),
  })
  .meta({ id: 'Me' })
/** Whose a token is, with what they have set. */
export type Me = z.infer<typeof me>

export const meChanges = z
  .object({ name: staffName.optional().describe('Shown to users and colleagues.'), available: z.boolean().optional() })
  .meta({ id: 'MeChanges' })
/** What is left out stays. */
export type MeChanges = z.infer<typeof meChanges>

export const totpCode = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .describe('Six digits of the app, or a recovery code. Each works once.')

export const loginBody = z
  .object({
    email: z
      .string()
      .min(1)
      .max(320)
      .refine((text) => !text.includes('\0'), 'must not hold the character U+0000'),
    password,
    code: totpCode.optional(),
  })
  .meta({ id: 'LoginBody' })
/** A sign-in of staff. `code_required` asks for the code, where there is a second factor. */
export type LoginBody = z.infer<typeof loginBody>

export const refreshBody = z.object({ refresh_token: z.string().min(1).max(256) }).meta({ id: 'RefreshBody' })
/** Exchanges a refresh token for a new session. */
export type RefreshBody = z.infer<typeof refreshBody>

export const session = z
  .object({
    access_token: z.string(),
    refresh_token: z
      .string()
      .describe('Good for one refresh, and for a repeat whose answer was lost. Used again later, it ends the sign-in.'),
    expires_in: z.number().int().describe('Seconds until the access token expires.'),
    user: me,
  })
  .meta({ id: 'Session' })
/** A staff session. */
export type Session = z.infer<typeof session>

export const staffSession = z
  .object({
    id: z.uuid(),
    device: z.string().nullable().describe('Browser and system, such as `Firefox on Windows`; null for programs.'),
    address: z.string().nullable().describe('The IP address that it was last used from.'),
    created_at: time,
    last_used_at: time.describe('To about a quarter of an hour.'),
    current: z.boolean().describe('Whether it is the one that asks.'),
  })
  .meta({ id: 'StaffSession' })
/** Where a member of staff is signed in. */
export type StaffSession = z.infer<typeof staffSession>

export const staffSessionList = z.object({ sessions: z.array(staffSession) }).meta({ id: 'StaffSessionList' })
/** Where a member of staff is signed in, the place that was used last first. */
export type StaffSessionList = z.infer<typeof staffSessionList>

export const passwordResetBody = z.object({ email: loginBody.shape.email }).meta({ id: 'PasswordResetBody' })
/** Whose password is forgotten. */
export type PasswordResetBody = z.infer<typeof passwordResetBody>

export const passwordResetConfirmation = z
  .object({ token: z.string().min(1).max(256), password: newPassword, code: totpCode.optional() })
  .meta({ id: 'PasswordResetConfirmation' })
/** The token of the link for a new password, the password, and a code where there is a second factor. */
export type PasswordResetConfirmation = z.infer<typeof passwordResetConfirmation>

export const staffMember = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    staff_role: staffRole,
    avatar_url: avatarUrl,
    invited: z.boolean().describe('Has not come so far: has neither a password nor single sign-on.'),
    deactivated_at: time.nullable(),
    last_seen_at: time.nullable(),
  })
  .meta({ id: 'StaffMember' })
/** An account of staff. */
export type StaffMember = z.infer<typeof staffMember>

export const staffProfile = staffMember
  .pick({ id: true, name: true, email: true, avatar_url: true })
  .meta({ id: 'StaffProfile' })
/** How a member of staff appears to colleagues. */
export type StaffProfile = z.infer<typeof staffProfile>

export const staffList = z.object({ staff: z.array(staffMember) }).meta({ id: 'StaffList' })
/** All accounts of staff, deactivated ones too. */
export type StaffList = z.infer<typeof staffList>

export const inviteBody = z
  .object({
    email: line(320)
      .trim()
      .regex(/^[^\s@<>",]+@[^\s@<>",]+$/, 'must be an e-mail address'),
    name: staffName.optional(),
    staff_role: staffRole.optional().describe('Never above one’s own. Left out, it is `agent`, or stays.'),
  })
  .meta({ id: 'InviteBody' })
/** Whom to invite. */
export type InviteBody = z.infer<typeof inviteBody>

export const staffChanges = z.object({ staff_role: staffRole }).meta({ id: 'StaffChanges' })
/** What changes of an account of staff. */
export type StaffChanges = z.infer<typeof staffChanges>

export const invitation = z
  .object({
    member: staffMember,
    /** `PUBLIC_URL/admin/accept-invitation#TOKEN`. */
    invitation_url: z
      .url()
      .describe(
        'Works once, for seven days. Shown here only; the server keeps a digest. With PASSWORD_LOGIN=off: the console.',
      ),
  })
  .meta({ id: 'Invitation' })
/** A new account and its link, which the inviter passes on: e-mail may not be set up. */
export type Invitation = z.infer<typeof invitation>

export const acceptInvitationBody = z
  .object({ token: z.string().min(1).max(256), password: newPassword })
  .meta({ id: 'AcceptInvitationBody' })
/** The token of an invitation's link, and the password that its new member chooses. */
export type AcceptInvitationBody = z.infer<typeof acceptInvitationBody>

export const breakGlassBody = z.object({ token: z.string().min(1).max(256) }).meta({ id: 'BreakGlassBody' })
/** The token of a link that the operator has made, to let a member in whatever else fails. */
export type BreakGlassBody = z.infer<typeof breakGlassBody>

export const changePasswordBody = z
  .object({ current_password: password, new_password: newPassword })
  .meta({ id: 'ChangePasswordBody' })
/** A change of one's own password. */
export type ChangePasswordBody = z.infer<typeof changePasswordBody>
