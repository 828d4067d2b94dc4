import type { Type } from '@angular/core'
import type { StaffPermission } from '@support-chat/shared'
import type { IconName } from '../ui/icon.js'
import type { LaterTextKey } from '../language/later.js'

interface SettingsPage {
  /** Last part of the address, after `/admin/settings/`. */
  readonly path: string
  readonly title: LaterTextKey
  readonly icon: IconName
  /** What its reader must be allowed to do; anybody sees the others. */
  readonly permission?: StaffPermission
  readonly load: () => Promise<Type<unknown>>
}

/** The pages of the settings, in the order of their navigation. Another one is one more line. */
export const SETTINGS_PAGES: readonly SettingsPage[] = [
  {
    path: 'profile',
    title: 'settings.profile.title',
    icon: 'person',
    load: async () => (await import('./profile-page.js')).ProfilePage,
  },
  {
    path: 'appearance',
    title: 'settings.appearance.title',
    icon: 'sun',
    load: async () => (await import('./appearance-page.js')).AppearancePage,
  },
  {
    path: 'inbox',
    title: 'settings.inbox.title',
    icon: 'inbox',
    load: async () => (await import('./inbox-page.js')).InboxPage,
  },
  {
    path: 'notifications',
    title: 'notifications.title',
    icon: 'bell',
    load: async () => (await import('./notifications-page.js')).NotificationsPage,
  },
  {
    path: 'keyboard',
    title: 'keyboard.title',
    icon: 'keyboard',
    load: async () => (await import('./keyboard-page.js')).KeyboardPage,
  },
  {
    path: 'setup',
    title: 'settings.setup.title',
    icon: 'checks',
    permission: 'settings.manage',
    load: async () => (await import('./setup/setup-page.js')).SetupPage,
  },
  {
    path: 'widget',
    title: 'settings.widget.title',
    icon: 'chats',
    permission: 'settings.manage',
    load: async () => (await import('./widget/widget-page.js')).WidgetPage,
  },
  {
    path: 'canned-replies',
    title: 'cannedReplies.title',
    icon: 'canned',
    permission: 'canned_replies.manage',
    load: async () => (await import('../canned-replies/canned-replies-page.js')).CannedRepliesPage,
  },
  {
    path: 'staff',
    title: 'settings.staff.title',
    icon: 'people',
    permission: 'staff.manage',
    load: async () => (await import('./staff-page.js')).StaffPage,
  },
  {
    path: 'api-keys',
    title: 'settings.keys.title',
    icon: 'key',
    permission: 'api_keys.manage',
    load: async () => (await import('./api-keys-page.js')).ApiKeysPage,
  },
  {
    path: 'webhooks',
    title: 'settings.webhooks.title',
    icon: 'webhook',
    permission: 'webhooks.manage',
    load: async () => (await import('./webhooks/webhooks-page.js')).WebhooksPage,
  },
  {
    path: 'audit',
    title: 'settings.audit.title',
    icon: 'clock',
    permission: 'audit.read',
    load: async () => (await import('./audit/audit-page.js')).AuditPage,
  },
]
