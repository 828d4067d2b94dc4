import { Get, Param, Post, Req, Res } from '@nestjs/common'
import type { Attachment } from '@support-chat/shared'
import type { Request, Response } from 'express'
import type { Principal } from '../auth/principal.js'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { AttachmentsService } from './attachments.service.js'
import { TellsAttachment, UploadsAttachment } from './upload.decorator.js'
import { type Uploaded, UploadService } from './upload.service.js'

@ApiController('admin/chats/:id/attachments', 'Staff')
@Authenticated('admin')
@Requires('chats.read')
@ApiErrors('unauthenticated', 'forbidden', 'not_found')
export class StaffAttachmentsController {
  constructor(
    private readonly uploads: UploadService,
    private readonly attachments: AttachmentsService,
  ) {}

  @Post()
  @Requires('chats.answer')
  @Scope('messages:write')
  @UploadsAttachment()
  upload(
    @CurrentUser() principal: Principal,
    @Param('id') chatId: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Uploaded> {
    return this.uploads.upload(principal, chatId, { request, response })
  }

  @Get(':attachment_id')
  @Scope('chats:read')
  @TellsAttachment()
  read(
    @CurrentUser() principal: Principal,
    @Param('id') chatId: string,
    @Param('attachment_id') id: string,
  ): Promise<Attachment> {
    return this.attachments.read(principal, chatId, id)
  }
}
