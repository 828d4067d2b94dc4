import { Get, Param, Query, Req, Res } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger'
import type { Request, Response } from 'express'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { downloadQuery, type DownloadQuery, DownloadService } from './download.service.js'

const bytes = { schema: { type: 'string', format: 'binary' } } as const

/** Without a token: who has the address may read the file, until it ends. */
@ApiController('attachments', 'User')
export class DownloadsController {
  constructor(private readonly downloads: DownloadService) {}

  @Get(':id/:name')
  @ApiOperation({
    summary:
      'The bytes of a file, by its `url` or `thumbnail_url`: pictures are shown, all else is downloaded; `Range` works',
  })
  @ApiParam({ name: 'name', description: 'As it is saved by name.' })
  @ApiOkResponse({ content: { 'application/octet-stream': bytes, 'image/*': bytes } })
  @ApiErrors('not_found')
  send(
    @Param('id') id: string,
    @Query({ schema: downloadQuery }) query: DownloadQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.downloads.send(id, query, { request, response })
  }
}
