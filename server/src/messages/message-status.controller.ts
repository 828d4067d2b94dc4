import { Get, Param, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { deliveryList, type DeliveryList } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { deliveryRange, type DeliveryRange } from './message-queries.js'
import { MessageStatusService } from './message-status.service.js'

@ApiController('admin/chats/:id/deliveries', 'Staff')
@Authenticated('admin')
@Requires('chats.read')
@Scope('chats:read')
@ApiErrors('unauthenticated', 'forbidden', 'not_found')
export class MessageStatusController {
  constructor(private readonly statuses: MessageStatusService) {}

  @Get()
  @ApiOperation({ summary: 'What became of the staff messages between two sequences' })
  @ApiOkResponse({ standardSchema: deliveryList })
  list(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Query({ schema: deliveryRange }) range: DeliveryRange,
  ): Promise<DeliveryList> {
    return this.statuses.list(principal, id, range)
  }
}
