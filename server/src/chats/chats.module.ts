import { Module } from '@nestjs/common'
import { AuthModule } from '../auth/auth.module.js'
import { ChatsService } from './chats.service.js'
import { ChatAccess } from './chat-access.service.js'
import { ChatListRepository } from './chat-list.repository.js'
import { ChatListService } from './chat-list.service.js'
import { ChatRepository } from './chat.repository.js'
import { ChatsController } from './chats.controller.js'
import { UnreadCountController } from './unread-count.controller.js'

@Module({
  imports: [AuthModule],
  controllers: [ChatsController, UnreadCountController],
  providers: [ChatsService, ChatAccess, ChatListRepository, ChatListService, ChatRepository],
  exports: [ChatAccess, ChatListService, ChatsService],
})
export class ChatsModule {}
