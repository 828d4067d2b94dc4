import { Module } from '@nestjs/common'
import { AttachmentsModule } from '../attachments/attachments.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { ChatsModule } from '../chats/chats.module.js'
import { NotesModule } from '../notes/notes.module.js'
import { CommitListener } from './commit-listener.js'
import { EventFeedService } from './event-feed.service.js'
import { EventRecorder } from './event-recorder.js'
import { EventRelay } from './event-relay.js'
import { EventRenderer } from './event-renderer.js'
import { EventRepository } from './event.repository.js'
import { EventsController } from './events.controller.js'
import { JoinedEventRelay } from './joined-event-relay.js'

/** Keeps what has happened, and serves it as a feed. Listens to domain events; the features below know nothing of it. */
@Module({
  imports: [AuthModule, ChatsModule, AttachmentsModule, NotesModule],
  controllers: [EventsController],
  providers: [
    CommitListener,
    EventFeedService,
    EventRecorder,
    EventRelay,
    EventRenderer,
    EventRepository,
    JoinedEventRelay,
  ],
  exports: [EventRenderer, EventRepository],
})
export class EventFeedModule {}
