/** The user's own chat. */
export const userChatRoute = '/api/support_chat'
/** One chat, for staff. */
export const adminChatRoute = (id: string): string => `/api/admin/chats/${id}`
/** GET Me: whose the token is; PATCH MeChanges, of staff, gives the Me. */
export const meRoute = '/api/auth/me'

/**
 * POST a form of `client_id` and `file`, in this order, gives an Attachment: 201, or 200 for a repeat; below it by its id, GET
 * gives it with fresh addresses.
 */
export const userAttachmentsRoute = '/api/support_chat/attachments'
/** The same of one chat, for staff. */
export const adminAttachmentsRoute = (chatId: string): string => `/api/admin/chats/${chatId}/attachments`

/** The routes, relative to the server's origin. */
export const routes = {
  userChat: userChatRoute,
  userMessages: '/api/support_chat/messages',
  userMarkRead: '/api/support_chat/mark_read',
  /**
   * `?archived=true|false&unread=true|false&view=V&sort=newest|waiting|relevance&cursor=C&limit=N` and the filters of a search;
   * both kinds where `unread` is left out.
   */
  adminChats: '/api/admin/chats',
  /** GET AdminSupportChat; PATCH ChatChanges gives the SupportChatListItem, or `conflict`. */
  adminChat: adminChatRoute,
  adminMessages: (id: string) => `/api/admin/chats/${id}/messages`,
  adminMarkRead: (id: string) => `/api/admin/chats/${id}/mark_read`,
  /** POST gives the SupportMessage, whose `content` is empty from then on; safe to repeat. */
  adminRedact: (id: string, messageId: string) => `/api/admin/chats/${id}/messages/${messageId}/redact`,
  adminArchive: (id: string) => `/api/admin/chats/${id}/archive`,
  adminUnarchive: (id: string) => `/api/admin/chats/${id}/unarchive`,
  /** `?q=TEXT&cursor=C&limit=N`: people by name, address or id, with or without a chat. */
  adminUsers: '/api/admin/users',
  /** GET DirectoryUser; DELETE gives an ErasureReceipt, whether or not there was such a user. */
  adminUser: (externalId: string) => `/api/admin/users/${encodeURIComponent(externalId)}`,
  /** GET, as NDJSON: all there is of the user, an object with its `type` a line. */
  adminUserExport: (externalId: string) => `/api/admin/users/${encodeURIComponent(externalId)}/export`,
  adminUserMessages: (externalId: string) => `/api/admin/users/${encodeURIComponent(externalId)}/messages`,
  login: '/api/auth/login',
  refresh: '/api/auth/refresh',
  logout: '/api/auth/logout',
  me: meRoute,
} as const

/** Routes that only the console asks for, relative to the server's origin. */
export const staffRoutes = {
  /** GET `{unread_count}`: active chats that wait for staff. */
  unreadCount: '/api/admin/unread_count',
  /** GET `?q=TEXT&from=TEXT&tag=T&assignee_id=ID&after=TIME&before=TIME&limit=N` SearchResult: the first N of each group. */
  search: '/api/admin/search',
  /** GET `?q=TEXT&after=TIME&before=TIME` ChatMatches, newest first. */
  matches: (chatId: string) => `/api/admin/chats/${chatId}/matches`,
  /** GET TagList. */
  tags: '/api/admin/tags',
  /** POST gives the DirectoryUser, whose chat is made unless there is one; safe to repeat. */
  openUserChat: (externalId: string) => `/api/admin/users/${encodeURIComponent(externalId)}/chat`,
  /** GET ChatCounts of one's own views. */
  counts: '/api/admin/counts',
  /** POST gives the SupportChatListItem: unread again for all of staff. */
  markUnread: (chatId: string) => `/api/admin/chats/${chatId}/mark_unread`,
  /** GET ChatHistory, newest first. */
  history: (chatId: string) => `/api/admin/chats/${chatId}/history`,
  /** GET RoutingSettings; PATCH RoutingChanges gives them as they are then. */
  routingSettings: '/api/admin/settings/routing',
  /** GET RetentionSettings; PATCH RetentionChanges gives them as they are then, or, with `dry_run`, what they would erase. */
  retentionSettings: '/api/admin/settings/retention',
  /** GET WidgetSettings; PATCH WidgetChanges gives them as they are then. */
  widgetSettings: '/api/admin/settings/widget',
  /** GET Setup. */
  setup: '/api/admin/setup',
  /** POST CheckTokenBody gives a TokenReport. */
  checkToken: '/api/admin/setup/check_token',
  /** PUT an image, 2 MB at most, gives the Me with its `avatar_url`; DELETE gives the Me without one. */
  avatar: '/api/auth/me/avatar',
  /** POST BulkBody gives a BulkResult. */
  bulk: '/api/admin/chats/bulk',
  /** GET `?from=SEQ&to=SEQ` DeliveryList: the staff messages of that range, oldest first; the newest 200 of more. */
  deliveries: (chatId: string) => `/api/admin/chats/${chatId}/deliveries`,
  /** GET NoteList, oldest first; POST NoteBody gives the SupportNote: 201, or 200 for a repeat of `client_id`. */
  notes: (chatId: string) => `/api/admin/chats/${chatId}/notes`,
  /** GET ChatUser. */
  chatUser: (chatId: string) => `/api/admin/chats/${chatId}/user`,
  /** GET CannedReplyList, by shortcut; POST CannedReplyBody gives a CannedReply, or `conflict` for a taken shortcut. */
  cannedReplies: '/api/admin/canned_replies',
  /** PUT CannedReplyBody gives the CannedReply, `conflict` as above; DELETE gives `{}`. Both: `not_found`. */
  cannedReply: (id: string) => `/api/admin/canned_replies/${id}`,
  /** GET `?after=CURSOR&limit=N` EventPage, oldest first; `conflict` for a cursor older than what is kept. */
  events: '/api/admin/events',
  /** GET ApiKeyList, newest first; POST ApiKeyBody gives a CreatedApiKey, with the key, once. */
  apiKeys: '/api/admin/api_keys',
  /** DELETE gives `{}`: the key is refused from the next request on. `not_found`. */
  apiKey: (id: string) => `/api/admin/api_keys/${id}`,
  /** GET WebhookList; POST WebhookBody gives a WebhookWithSecret, or `conflict` beyond 20. */
  webhooks: '/api/admin/webhooks',
  /** PATCH WebhookChanges gives the Webhook; DELETE gives `{}`. Both: `not_found`. */
  webhook: (id: string) => `/api/admin/webhooks/${id}`,
  /** POST gives a WebhookWithSecret; the secret before signs too for 24 hours. */
  rotateWebhookSecret: (id: string) => `/api/admin/webhooks/${id}/rotate_secret`,
  /** POST sends a `ping` and gives a WebhookTest. */
  testWebhook: (id: string) => `/api/admin/webhooks/${id}/test`,
  /** GET `?cursor=C&limit=N` WebhookDeliveryPage, newest first. */
  webhookDeliveries: (id: string) => `/api/admin/webhooks/${id}/deliveries`,
  /** POST gives the WebhookDelivery, which is due now; `conflict` while the endpoint is disabled. */
  retryDelivery: (id: string, deliveryId: string) => `/api/admin/webhooks/${id}/deliveries/${deliveryId}/retry`,
  /** GET `?actor=ID&action=A&from=TIME&to=TIME&cursor=C&limit=N` AuditPage, newest first. */
  audit: '/api/admin/audit',
  /** GET, with the same filters, all of it: an AuditEntry a line. */
  auditExport: '/api/admin/audit/export',
  /** GET StaffList, longest there first. */
  staff: '/api/admin/staff',
  /** PATCH StaffChanges gives the StaffMember; it holds from their next request on. `conflict` for the last owner. */
  staffMember: (id: string) => `/api/admin/staff/${id}`,
  /** POST gives the StaffMember, who is out within seconds. `conflict` for oneself; safe to repeat. */
  deactivate: (id: string) => `/api/admin/staff/${id}/deactivate`,
  /** POST gives the StaffMember; safe to repeat. */
  activate: (id: string) => `/api/admin/staff/${id}/activate`,
  /** POST InviteBody gives an Invitation; again, while it is not accepted, a new link. `conflict` for a member's address. */
  invite: '/api/admin/staff/invite',
  /** POST AcceptInvitationBody, without a token, gives a Session. `not_found` for a link that is wrong, used or too old. */
  acceptInvitation: '/api/auth/accept_invitation',
  /** GET StaffSessionList of one's own. */
  sessions: '/api/auth/sessions',
  /** DELETE gives `{}`: the session is over, its sockets too. `not_found`. */
  session: (id: string) => `/api/auth/sessions/${id}`,
  /** POST PasswordResetBody, without a token, gives `{}`: 202, whether or not there is such an account. */
  passwordReset: '/api/auth/password_reset',
  /** POST PasswordResetConfirmation, without a token, gives a Session. `not_found` for a link that is wrong, used or too old. */
  confirmPasswordReset: '/api/auth/password_reset/confirm',
  /** POST ChangePasswordBody gives a new Session and ends all others, sockets too. `forbidden` where the current one is wrong. */
  changePassword: '/api/auth/change_password',
  /** POST gives `{}` and ends every session, this one too. */
  signOutEverywhere: '/api/auth/sign_out_everywhere',
} as const
