import { Delete, Get, Param, StreamableFile } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger'
import { erasureReceipt, externalId, type ErasureReceipt } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { ErasureService } from './erasure.service.js'
import { ExportService } from './export.service.js'

@ApiController('admin/users/:external_id', 'Personal data')
@Authenticated('admin')
@ApiErrors('unauthenticated', 'forbidden')
export class PersonalDataController {
  constructor(
    private readonly exports: ExportService,
    private readonly erasures: ErasureService,
  ) {}

  @Get('export')
  @Requires('users.export')
  @Scope('users:read')
  @ApiOperation({ summary: 'All there is of a user, streamed: each line is an object with its `type`' })
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({
    description:
      '`user`, `chat`, `message`, `email` and `visit`, one a line. An answer that breaks off is not complete.',
  })
  @ApiErrors('not_found')
  async export(
    @CurrentUser() principal: Principal,
    @Param('external_id', { schema: externalId }) id: string,
  ): Promise<StreamableFile> {
    const type = 'application/x-ndjson'
    return new StreamableFile(await this.exports.export(principal, id), {
      type,
      disposition: 'attachment; filename="user.ndjson"',
    })
  }

  @Delete()
  @Requires('users.erase')
  @Scope('users:erase')
  @ApiOperation({ summary: 'Erases a user with all there is of them; safe to repeat' })
  @ApiOkResponse({ standardSchema: erasureReceipt })
  erase(
    @CurrentUser() principal: Principal,
    @Param('external_id', { schema: externalId }) id: string,
  ): Promise<ErasureReceipt> {
    return this.erasures.erase(principal, id)
  }
}
