import { Module } from '@nestjs/common'
import { AccessControl } from '../auth/access-control.service.js'
import { Authenticator } from '../auth/authenticator.js'
import { ChatListService } from '../chats/chat-list.service.js'
import { ChatUserService } from '../chats/chat-user.service.js'
import { ChatsService } from '../chats/chats.service.js'
import { UserDirectoryService } from '../chats/user-directory.service.js'
import { ConversationService } from '../messages/conversation.service.js'
import { MessagesService } from '../messages/messages.service.js'
import { ReadingService } from '../messages/reading.service.js'
import { SendToUserService } from '../messages/send-to-user.service.js'
import { UnsubscribeLinks } from '../notifications/unsubscribe-links.js'
import { UnsubscribeService } from '../notifications/unsubscribe.service.js'
import { bridge } from './bridge.js'

// One module of the application for each feature whose services may be injected there. They are made once, in the container of
// Support Chat, which `SupportChatModule.forRoot` has made.

const auth = [AccessControl, Authenticator]
const chats = [ChatsService, ChatListService, ChatUserService, UserDirectoryService]
const messages = [MessagesService, ConversationService, ReadingService, SendToUserService]
const notifications = [UnsubscribeLinks, UnsubscribeService]

/**
 * For routes of your own that only users or staff of Support Chat may call.
 *
 * @example
 * \@Module({ imports: [AuthModule], controllers: [CallbackController] })
 * export class CallbackModule {}
 *
 * \@Controller('callback')
 * \@UseGuards(SupportChatGuard)
 * export class CallbackController {
 *   \@Post()
 *   request(\@CurrentUser() user: Principal) {}
 * }
 */
@Module({ providers: bridge(auth), exports: auth })
export class AuthModule {}

/** `ChatsService` puts chats away, `ChatListService` lists and searches them, `UserDirectoryService` finds and makes users. */
@Module({ providers: bridge(chats), exports: chats })
export class ChatsModule {}

/** `MessagesService` sends and reads messages, `SendToUserService` writes to users, `ReadingService` marks what was read. */
@Module({ providers: bridge(messages), exports: messages })
export class MessagesModule {}

/** `UnsubscribeLinks` makes the links of e-mails of your own about unread replies, `UnsubscribeService` does what they ask. */
@Module({ providers: bridge(notifications), exports: notifications })
export class NotificationsModule {}
