import { Module } from '@nestjs/common'
import { AttachmentsModule } from '../attachments/attachments.module.js'
import { AuditModule } from '../audit/audit.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { ChatsModule } from '../chats/chats.module.js'
import { extensionPoint } from '../common/extension-point.js'
import { ChatEffectsRecorder } from './chat-effects.recorder.js'
import { ConversationService } from './conversation.service.js'
import { DeliveryReceiptsService } from './delivery-receipts.service.js'
import { MessageAttachments } from './message-attachments.js'
import { AllowAllMessages, MessagePolicy } from './message-policy.js'
import { MessageReviewer } from './message-reviewer.js'
import { MessageRepository } from './message.repository.js'
import { MessageWriter } from './message-writer.js'
import { MessageStatusController } from './message-status.controller.js'
import { MessageStatusService } from './message-status.service.js'
import { MessagesService } from './messages.service.js'
import { ReadingService } from './reading.service.js'
import { RedactionController } from './redaction.controller.js'
import { RedactionService } from './redaction.service.js'
import { StaffChatController } from './staff-chat.controller.js'
import { SendToUserService } from './send-to-user.service.js'
import { UserMessagesController } from './user-messages.controller.js'
import { UsersModule } from '../users/users.module.js'
import { WidgetSettingsModule } from '../widget-settings/widget-settings.module.js'
import { UserChatController } from './user-chat.controller.js'

@Module({
  imports: [AuditModule, UsersModule, AuthModule, WidgetSettingsModule, ChatsModule, AttachmentsModule],
  controllers: [
    UserChatController,
    StaffChatController,
    MessageStatusController,
    RedactionController,
    UserMessagesController,
  ],
  providers: [
    ChatEffectsRecorder,
    ConversationService,
    DeliveryReceiptsService,
    MessageAttachments,
    MessageRepository,
    MessageReviewer,
    MessageWriter,
    MessageStatusService,
    MessagesService,
    ReadingService,
    RedactionService,
    SendToUserService,
    ...extensionPoint(MessagePolicy, AllowAllMessages),
  ],
  exports: [DeliveryReceiptsService, MessageWriter, MessagesService, ReadingService, SendToUserService],
})
export class MessagesModule {}
