/**
 * Everything that is written down, as `noun.verb`: the noun is the type of what it was done to. Each is explained in
 * docs/audit.md, and has words in the console.
 */
export const AUDIT_ACTIONS = [
  'staff.invited',
  'staff.joined',
  'staff.signed_in',
  'staff.sign_in_failed',
  'staff.signed_out',
  'staff.oidc_linked',
  'staff.break_glass_issued',
  'staff.session_revoked',
  'staff.password_changed',
  'staff.password_reset_requested',
  'staff.password_reset',
  'staff.password_set',
  'staff.totp_enabled',
  'staff.totp_disabled',
  'staff.recovery_code_used',
  'staff.role_changed',
  'staff.profile_changed',
  'staff.deactivated',
  'staff.activated',
  'api_key.created',
  'api_key.revoked',
  'webhook.created',
  'webhook.changed',
  'webhook.secret_rotated',
  'webhook.disabled',
  'webhook.deleted',
  'canned_reply.created',
  'canned_reply.changed',
  'canned_reply.deleted',
  'chat.archived',
  'chat.unarchived',
  'message.redacted',
  'user.exported',
  'user.erased',
  'routing.changed',
  'settings.changed',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]
