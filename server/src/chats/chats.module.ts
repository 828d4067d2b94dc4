import { Module } from '@nestjs/common'
import { AuditModule } from '../audit/audit.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { UsersModule } from '../users/users.module.js'
import { ChatsService } from './chats.service.js'
import { BulkService } from './bulk.service.js'
import { ChatAccess } from './chat-access.service.js'
import { ChatCountsController } from './chat-counts.controller.js'
import { ChatListRepository } from './chat-list.repository.js'
import { ChatListService } from './chat-list.service.js'
import { ChatRepository } from './chat.repository.js'
import { ChatUserController } from './chat-user.controller.js'
import { ChatArchivingRepository } from './chat-archiving.repository.js'
import { ChatHistoryController } from './chat-history.controller.js'
import { ChatHistoryRepository } from './chat-history.repository.js'
import { ChatHistoryService } from './chat-history.service.js'
import { ChatQueueRepository } from './chat-queue.repository.js'
import { ChatQueueService } from './chat-queue.service.js'
import { ChatUserService } from './chat-user.service.js'
import { ChatsController } from './chats.controller.js'
import { SearchController } from './search.controller.js'
import { SearchService } from './search.service.js'
import { SnoozeSweeper } from './snooze.sweeper.js'
import { TeamController } from './team.controller.js'
import { TeamService } from './team.service.js'
import { UnreadCountController } from './unread-count.controller.js'
import { UserDirectoryRepository } from './user-directory.repository.js'
import { UserDirectoryService } from './user-directory.service.js'
import { UsersController } from './users.controller.js'

@Module({
  imports: [AuditModule, AuthModule, UsersModule],
  controllers: [
    ChatsController,
    TeamController,
    ChatCountsController,
    ChatHistoryController,
    ChatUserController,
    SearchController,
    UnreadCountController,
    UsersController,
  ],
  providers: [
    ChatsService,
    BulkService,
    TeamService,
    ChatAccess,
    ChatArchivingRepository,
    ChatHistoryRepository,
    ChatHistoryService,
    ChatQueueRepository,
    ChatQueueService,
    SearchService,
    SnoozeSweeper,
    ChatUserService,
    ChatListRepository,
    ChatListService,
    ChatRepository,
    UserDirectoryRepository,
    UserDirectoryService,
  ],
  exports: [
    ChatAccess,
    ChatHistoryRepository,
    ChatQueueService,
    ChatUserService,
    ChatListService,
    ChatsService,
    TeamService,
    UserDirectoryService,
  ],
})
export class ChatsModule {}
