import { Get, Param, Post, Req, Res } from '@nestjs/common'
import type { Attachment } from '@support-chat/shared'
import type { Request, Response } from 'express'
import type { Principal } from '../auth/principal.js'
import { Authenticated, CurrentUser } from '../auth/support-chat.guard.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { AttachmentsService } from './attachments.service.js'
import { TellsAttachment, UploadsAttachment } from './upload.decorator.js'
import { type Uploaded, UploadService } from './upload.service.js'

@ApiController('support_chat/attachments', 'User')
@Authenticated('user')
@ApiErrors('unauthenticated', 'forbidden')
export class UserAttachmentsController {
  constructor(
    private readonly uploads: UploadService,
    private readonly attachments: AttachmentsService,
  ) {}

  @Post()
  @UploadsAttachment()
  upload(
    @CurrentUser() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Uploaded> {
    return this.uploads.upload(principal, null, { request, response })
  }

  @Get(':attachment_id')
  @TellsAttachment()
  read(@CurrentUser() principal: Principal, @Param('attachment_id') id: string): Promise<Attachment> {
    return this.attachments.read(principal, null, id)
  }
}
