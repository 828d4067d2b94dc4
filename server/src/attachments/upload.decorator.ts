import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common'
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { type Attachment, MAX_ATTACHMENT_BYTES } from '@support-chat/shared'
import { attachment } from '@support-chat/shared/contract'
import type { Response } from 'express'
import { map, type Observable } from 'rxjs'
import { ApiErrors } from '../common/http/api-controller.js'
import { MAX_UPLOAD } from '../common/http/upload.js'
import { Limited } from '../rate-limits/rest-limits.js'
import type { Uploaded } from './upload.service.js'

/** Answers an upload with the file: 201 where this request brought it, 200 where an earlier one had. */
@Injectable()
class UploadedInterceptor implements NestInterceptor<Uploaded, Attachment> {
  intercept(context: ExecutionContext, next: CallHandler<Uploaded>): Observable<Attachment> {
    const response = context.switchToHttp().getResponse<Response>()
    return next.handle().pipe(
      map(({ attachment, created }) => {
        response.status(created ? 201 : 200)
        return attachment
      }),
    )
  }
}

const form = {
  type: 'object' as const,
  required: ['client_id', 'file'] as string[],
  properties: {
    client_id: {
      type: 'string',
      format: 'uuid',
      description: 'Made by the sender for this file: sending it again stores nothing twice. Stands before `file`.',
    },
    file: { type: 'string', format: 'binary' },
  },
}

/** A route that takes a form with a file, whose body is read by the service itself, as it comes. */
export const UploadsAttachment = () =>
  applyDecorators(
    SetMetadata(MAX_UPLOAD, MAX_ATTACHMENT_BYTES),
    Limited('upload'),
    UseInterceptors(UploadedInterceptor),
    ApiOperation({
      summary: 'Uploads a file, to be sent with a message within 24 hours; the same `client_id` again answers with it',
    }),
    ApiConsumes('multipart/form-data'),
    ApiBody({ schema: form }),
    ApiCreatedResponse({ description: 'Stored', standardSchema: attachment }),
    ApiOkResponse({ description: 'Stored by an earlier request', standardSchema: attachment }),
    ApiErrors('attachment_too_large', 'attachment_refused'),
  )

/** A route that tells of a file. */
export const TellsAttachment = () =>
  applyDecorators(
    ApiOperation({ summary: 'A file of the chat, with fresh addresses' }),
    ApiOkResponse({ standardSchema: attachment }),
    ApiErrors('not_found'),
  )
