import { pipeline } from 'node:stream/promises'
import { Injectable } from '@nestjs/common'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { AppError } from '../common/errors/app-error.js'
import { isUuid } from '../common/uuid.js'
import { addressBlock } from '../config/client-addresses.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { isSigned, type Variant } from './attachment-links.js'
import { AttachmentStore, type ByteRange, keyOf, thumbnailKeyOf } from './attachment-store.js'
import type { Attachment } from './attachment.entity.js'
import { AttachmentRepository } from './attachment.repository.js'
import { contentDisposition } from './file-name.js'
import { PICTURE_TYPES } from './picture.js'
import { UNKNOWN_TYPE } from './examine-file.js'

export const downloadQuery = z.object({
  expires: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  signature: z.string().max(100),
  size: z.literal('thumbnail').optional(),
})
export type DownloadQuery = z.output<typeof downloadQuery>

/** A client that takes nothing for so long, in milliseconds, gets no more. */
const STILL_MS = 60_000

/** Sends files to whoever has their address. */
@Injectable()
export class DownloadService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly attachments: AttachmentRepository,
    private readonly store: AttachmentStore,
    private readonly limiter: RateLimiter,
  ) {}

  /** @throws AppError `not_found`, also for an address that is wrong or too old; `rate_limited` */
  async send(id: string, query: DownloadQuery, { request, response }: Exchange): Promise<void> {
    await this.limiter.take('attachment', addressBlock(request.ip ?? ''))
    const variant = query.size ?? 'file'
    const attachment = await this.find(id, variant, query)
    const range = variant === 'file' ? rangeOf(request, attachment.size) : 'whole'
    if (range === 'none') {
      response.status(416).setHeader('Content-Range', `bytes */${attachment.size}`).end()
      return
    }
    const key = variant === 'file' ? keyOf(id) : thumbnailKeyOf(id)
    const bytes = await this.store.read(key.toLowerCase(), range === 'whole' ? undefined : range)
    if (!bytes) throw unknownAddress()
    describeFile(response, attachment, variant, query.expires)
    if (variant === 'file') describeRange(response, attachment.size, range)
    response.setTimeout(STILL_MS, () => response.destroy())
    if (request.method === 'HEAD') bytes.destroy()
    // Who has gone, or a store that fails by now, ends the connection: the client sees that something is missing.
    await (request.method === 'HEAD' ? response.end() : pipeline(bytes, response).catch(() => response.destroy()))
  }

  private async find(id: string, variant: Variant, query: DownloadQuery): Promise<Attachment> {
    const found = isUuid(id) ? await this.unitOfWork.read((reader) => this.attachments.find(reader, id)) : null
    const isThere = found?.state === 'ready' && (variant === 'file' || found.hasThumbnail)
    if (!isThere || !isSigned(found, variant, query)) throw unknownAddress()
    return found
  }
}

interface Exchange {
  request: Request
  response: Response
}

/** Nothing that a browser would run or render but pictures, and of those nothing but the picture. */
function describeFile(response: Response, { name, contentType }: Attachment, variant: Variant, expires: number): void {
  const isPicture = variant === 'thumbnail' || PICTURE_TYPES.includes(contentType)
  const type = variant === 'thumbnail' ? 'image/webp' : contentType
  response.setHeader('Content-Type', isPicture ? type : UNKNOWN_TYPE)
  response.setHeader('Content-Disposition', contentDisposition(isPicture ? 'inline' : 'attachment', name))
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
  response.setHeader('X-Content-Type-Options', 'nosniff')
  const seconds = Math.max(0, Math.floor(expires - Date.now() / 1000))
  response.setHeader('Cache-Control', `private, max-age=${seconds}, immutable`)
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
}

function describeRange(response: Response, size: number, range: ByteRange | 'whole'): void {
  response.setHeader('Accept-Ranges', 'bytes')
  const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range
  response.setHeader('Content-Length', end - start + 1)
  if (range === 'whole') return
  response.status(206).setHeader('Content-Range', `bytes ${start}-${end}/${size}`)
}

/** The part that is asked for; `none` where there is no such part. Of several parts, the whole is sent. */
function rangeOf(request: Request, size: number): ByteRange | 'whole' | 'none' {
  const ranges = request.range(size, { combine: true })
  if (ranges === -1) return 'none'
  const [range] = ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length > 1 ? [] : ranges
  return range ?? 'whole'
}

const unknownAddress = () => new AppError('not_found', 'There is no such file, or its address is too old')
