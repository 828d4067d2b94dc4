/** What an API key may do, each for itself. */
export const API_SCOPES = [
  'chats:read',
  'chats:write',
  'messages:write',
  'users:read',
  'users:write',
  'users:erase',
  'events:read',
  'webhooks:write',
] as const

export type ApiScope = (typeof API_SCOPES)[number]
