import { Get, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { eventPage, type EventPage } from '@support-chat/shared/contract'
import { Authenticated, Requires, Scope } from '../auth/support-chat.guard.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { EventFeedService } from './event-feed.service.js'
import { eventQuery, type EventQuery } from './events.query.js'

@ApiController('admin/events', 'Events')
@Authenticated('admin')
@Requires('chats.read')
@Scope('events:read')
@ApiErrors('unauthenticated', 'forbidden')
export class EventsController {
  constructor(private readonly feed: EventFeedService) {}

  @Get()
  @ApiOperation({ summary: 'What has happened after a cursor, oldest first: each event once, in the order of commits' })
  @ApiOkResponse({ standardSchema: eventPage })
  @ApiErrors('conflict')
  page(@Query({ schema: eventQuery }) query: EventQuery): Promise<EventPage> {
    return this.feed.page(query)
  }
}
