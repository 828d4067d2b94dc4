import type { ChatDetails, ChatSessionOptions, StaffChatSession } from './chat-session.js'
import type { Connection } from '../connection/connection.js'
import { LiveChat } from './live-chat.js'
import type { AdminSupportChat } from '../../contract/admin-api.js'
import { adminChatRoute } from '../../contract/routes.js'
import type { SupportChat } from '../../contract/user-api.js'

/** One user's chat, for staff. Opening it marks it viewed. */
export const openStaffChat = (connection: Connection, chatId: string, options: ChatSessionOptions): StaffChatSession =>
  new StaffChat(connection, chatId, options)

class StaffChat extends LiveChat implements StaffChatSession {
  #details: ChatDetails | null = null
  readonly #stopListening: () => void

  constructor(connection: Connection, chatId: string, options: ChatSessionOptions) {
    super(connection, chatId, adminChatRoute(chatId), options)
    this.#stopListening = connection.on('chat_updated', ({ chat }) => {
      if (!this.#details || chat.id !== this.state.chatId) return
      this.#details = toDetails(chat)
      this.change({})
    })
  }

  get details(): ChatDetails | null {
    return this.#details
  }

  override close(): void {
    this.#stopListening()
    super.close()
  }

  protected override takeChat(chat: SupportChat | AdminSupportChat): void {
    if ('user_id' in chat) this.#details = toDetails(chat)
  }
}

const toDetails = ({ user_id, user_email, user_name, archived }: ChatDetails): ChatDetails => ({
  user_id,
  user_email,
  user_name,
  archived,
})
