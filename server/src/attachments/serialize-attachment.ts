import type { Attachment as AttachmentDto } from '@support-chat/shared'
import { attachmentUrl } from './attachment-links.js'
import type { Attachment } from './attachment.entity.js'

export function serializeAttachment(attachment: Attachment): AttachmentDto {
  const isReady = attachment.state === 'ready'
  return {
    ...withoutUrls(attachment),
    url: isReady ? attachmentUrl(attachment, 'file') : null,
    thumbnail_url: isReady && attachment.hasThumbnail ? attachmentUrl(attachment, 'thumbnail') : null,
  }
}

/** For events and webhooks, which are kept for longer than an address is good. */
export function withoutUrls({ id, name, contentType, size, width, height, state }: Attachment): AttachmentDto {
  if (state === 'uploading') throw new Error('A file that is not complete was to be shown')
  return { id, name, content_type: contentType, size, width, height, state, url: null, thumbnail_url: null }
}
