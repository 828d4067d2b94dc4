import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Injectable } from '@nestjs/common'
import type { Attachment as AttachmentDto } from '@support-chat/shared'
import type { Request, Response } from 'express'
import type { Principal } from '../auth/principal.js'
import { assertPermitted } from '../auth/staff-permissions.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { uuidv7 } from '../common/uuid.js'
import { isUniqueViolation } from '../common/errors/database-errors.js'
import { Config } from '../config/config.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { tooManyRequests } from '../rate-limits/rate-limiter.js'
import { STAFF_FACTOR } from '../rate-limits/rate-limit.js'
import { AttachmentIntake } from './attachment-intake.js'
import { AttachmentStore } from './attachment-store.js'
import type { Attachment } from './attachment.entity.js'
import { AttachmentRepository } from './attachment.repository.js'
import { tooLarge } from './gather-file.js'
import { serializeAttachment } from './serialize-attachment.js'
import { discardRest, receiveForm, type UploadForm } from './upload-form.js'
import { UploadSlots } from './upload-slots.js'

/** What a user may upload within a day, and how many times the largest file all of it may be; staff have {@link STAFF_FACTOR} times as much. */
export const FILES_A_DAY = 200
export const LARGEST_A_DAY = 20
/** What a form has beside its file. */
const FORM_BYTES = 16 * 1024

/** A file that is there, and whether this request brought it, or an earlier one. */
export interface Uploaded {
  attachment: AttachmentDto
  created: boolean
}

/** Takes files in. */
@Injectable()
export class UploadService {
  private readonly maxBytes: number

  constructor(
    config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly attachments: AttachmentRepository,
    private readonly intake: AttachmentIntake,
    private readonly store: AttachmentStore,
    private readonly slots: UploadSlots,
  ) {
    this.maxBytes = config.attachments.maxBytes
  }

  /**
   * Takes the file of a form in, as it comes: never more than some pieces of it are in memory. A repeat of `client_id` gives
   * what is there.
   * @param chatId null: the user's own
   * @throws AppError `forbidden` for a viewer; `not_found`; `attachment_too_large`; `attachment_refused`; `rate_limited`;
   *   `invalid_request`; `unavailable`
   */
  async upload(
    principal: Principal,
    chatId: string | null,
    { request, response }: { request: Request; response: Response },
  ): Promise<Uploaded> {
    try {
      return await this.slots.run(principal.id, () => this.receive(principal, chatId, request))
    } finally {
      discardRest(request, response)
    }
  }

  private async receive(principal: Principal, given: string | null, request: Request): Promise<Uploaded> {
    assertPermitted(principal, 'chats.answer')
    const chatId = given ?? (await this.access.ownChatId(principal))
    const chat = await this.unitOfWork.read((reader) => this.access.find(reader, principal, chatId))
    const announced = Number(request.headers['content-length'] ?? this.maxBytes)
    if (announced > this.maxBytes + FORM_BYTES) throw tooLarge(this.maxBytes)
    const form = await receiveForm(request)
    const known = await this.findKnown(principal, chat.id, form.clientId)
    if (known) return known
    await this.assertWithinQuota(principal)
    return this.takeIn(principal, chat.id, form, Math.min(announced, this.maxBytes))
  }

  private async takeIn(principal: Principal, chatId: string, form: UploadForm, size: number): Promise<Uploaded> {
    const { clientId, name } = form
    const id = uuidv7()
    const row = { id, chatId, uploaderId: principal.id, clientId, name, size, linkKey: randomBytes(32) }
    await this.unitOfWork.run((tx) => this.attachments.add(tx, row))
    const path = join(this.store.incoming, id)
    try {
      const completed = await this.intake.take(id, form.file, path)
      const isThere = await this.unitOfWork.run((tx) => this.attachments.complete(tx, id, completed))
      // Its chat was erased meanwhile, and its row with it.
      if (!isThere) await this.unitOfWork.read((reader) => this.access.find(reader, principal, chatId))
      return { attachment: serializeAttachment({ ...row, ...completed } as Attachment), created: true }
    } catch (error) {
      await this.forget(id)
      const isRepeat = isUniqueViolation(error, 'support_attachments_client_id')
      const known = isRepeat ? await this.findKnown(principal, chatId, clientId) : null
      if (known) return known
      throw error
    } finally {
      await Promise.all([path, `${path}.thumbnail`].map((file) => rm(file, { force: true })))
    }
  }

  /** What it leaves is found by the sweep where this does not succeed. */
  private async forget(id: string): Promise<void> {
    await this.unitOfWork.run((tx) => this.attachments.remove(tx, id)).catch(() => undefined)
  }

  private async findKnown({ id: uploaderId }: Principal, chatId: string, clientId: string): Promise<Uploaded | null> {
    const key = { chatId, uploaderId, clientId }
    const found = await this.unitOfWork.read((reader) => this.attachments.findByClientId(reader, key))
    return found && { attachment: serializeAttachment(found), created: false }
  }

  private async assertWithinQuota({ id, role }: Principal): Promise<void> {
    const usage = await this.unitOfWork.read((reader) => this.attachments.usage(reader, id))
    const factor = role === 'admin' ? STAFF_FACTOR : 1
    const isWithin = usage.files < FILES_A_DAY * factor && usage.bytes < LARGEST_A_DAY * this.maxBytes * factor
    if (!isWithin) throw tooManyRequests(Math.max(1, Math.ceil(usage.frees_in_ms)))
  }
}
