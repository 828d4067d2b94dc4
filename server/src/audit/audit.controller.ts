import { Get, Query, StreamableFile } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger'
import { auditPage, type AuditPage } from '@support-chat/shared/contract'
import { Authenticated, Requires, Scope } from '../auth/support-chat.guard.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { auditFilter, type AuditFilter, auditQuery, type AuditQuery } from './audit.query.js'
import { AuditService } from './audit.service.js'

/** For people only: a key has no business with what others did. */
@ApiController('admin/audit', 'Audit log')
@Authenticated('admin')
@Requires('audit.read')
@Scope(null)
@ApiErrors('unauthenticated', 'forbidden')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOperation({ summary: 'Who did what to what, when and from which address; newest first' })
  @ApiOkResponse({ standardSchema: auditPage })
  page(@Query({ schema: auditQuery }) query: AuditQuery): Promise<AuditPage> {
    return this.audit.page(query)
  }

  @Get('export')
  @ApiOperation({ summary: 'The same in one answer, streamed: each line is an entry' })
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ description: 'An `AuditEntry` a line. An answer that breaks off is not complete.' })
  async export(@Query({ schema: auditFilter }) filter: AuditFilter): Promise<StreamableFile> {
    const type = 'application/x-ndjson'
    return new StreamableFile(await this.audit.export(filter), {
      type,
      disposition: 'attachment; filename="audit.ndjson"',
    })
  }
}
