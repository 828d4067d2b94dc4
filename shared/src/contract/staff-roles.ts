/** What a member of staff may do, from the least to the most: each may what those before it may. */
export const STAFF_ROLES = ['viewer', 'agent', 'admin', 'owner'] as const

/** What a member of staff may do: `viewer` reads, `agent` answers, `admin` manages, `owner` may everything. */
export type StaffRole = (typeof STAFF_ROLES)[number]

/** The least role for each thing that staff do: the one table that guards, services, the console and the docs go by. */
export const STAFF_PERMISSIONS = {
  'chats.read': 'viewer',
  'chats.answer': 'agent',
  'chats.organize': 'agent',
  'staff.manage': 'admin',
  'settings.manage': 'admin',
  'api_keys.manage': 'admin',
  'webhooks.manage': 'admin',
  'canned_replies.manage': 'admin',
  'audit.read': 'admin',
  'messages.redact': 'admin',
  'users.export': 'admin',
  'owners.manage': 'owner',
  'users.erase': 'owner',
  'retention.manage': 'owner',
} as const satisfies Record<string, StaffRole>

/** A thing that staff do. */
export type StaffPermission = keyof typeof STAFF_PERMISSIONS

/** Whether who has a role may do something. */
export function may(role: StaffRole, permission: StaffPermission): boolean {
  return STAFF_ROLES.indexOf(role) >= STAFF_ROLES.indexOf(STAFF_PERMISSIONS[permission])
}
