/** The room of one chat. */
export const chatRoom = (chatId: string): string => `support_chat:${chatId}`

/** The room every staff socket joins by itself. */
export const STAFF_ROOM = 'admin_support_notifications'
