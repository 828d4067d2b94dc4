import { Module } from '@nestjs/common'
import { AuthModule } from '../auth/auth.module.js'
import { ChatsModule } from '../chats/chats.module.js'
import { UsersModule } from '../users/users.module.js'
import { DueMentionsService } from './due-mentions.service.js'
import { NoteRepository } from './note.repository.js'
import { NotesController } from './notes.controller.js'
import { NotesService } from './notes.service.js'

/** What staff write to each other in a chat. Its user gets none of it. */
@Module({
  imports: [AuthModule, ChatsModule, UsersModule],
  controllers: [NotesController],
  providers: [DueMentionsService, NoteRepository, NotesService],
  exports: [DueMentionsService, NotesService],
})
export class NotesModule {}
