import { createReadStream } from 'node:fs'
import { Injectable, Logger } from '@nestjs/common'
import type { Readable } from 'node:stream'
import { AppError } from '../common/errors/app-error.js'
import { Config } from '../config/config.js'
import { ConcurrencyLimiter } from '../rate-limits/concurrency-limiter.js'
import { AttachmentScanner } from './attachment-scanner.js'
import { AttachmentStore, keyOf, thumbnailKeyOf } from './attachment-store.js'
import type { Completed } from './attachment.repository.js'
import { examinePicture, isAllowed, typeOf } from './examine-file.js'
import { type Gathered, gatherFile } from './gather-file.js'
import { malformed } from './upload-form.js'

/** Pictures that are decoded at a time: each may take the memory of all its pixels. */
const DECODING = { maxRunning: 1, maxQueued: 100, maxWaitMs: 60_000 }

/** Brings a file from the wire into the store: gathered, looked through, and decoded where it is a picture. */
@Injectable()
export class AttachmentIntake {
  private readonly logger = new Logger(AttachmentIntake.name)
  private readonly decoding = new ConcurrencyLimiter(DECODING)

  constructor(
    private readonly config: Config,
    private readonly store: AttachmentStore,
    private readonly scanner: AttachmentScanner,
  ) {}

  /**
   * @param path where it is gathered; whoever calls removes what is left there
   * @throws AppError `attachment_too_large`, `attachment_refused`, `invalid_request`, `unavailable`
   */
  async take(id: string, from: Readable, path: string): Promise<Completed> {
    const { maxBytes, types } = this.config.attachments
    const file = await this.storing(() => gatherFile(from, path, maxBytes))
    const type = await typeOf(file)
    if (!isAllowed(type, types))
      throw new AppError('attachment_refused', `Files of the type ${type} are not taken here`)
    const isScanned = await this.scan(file)
    const { picture, ...examined } = await this.decoding.run(() => examinePicture(file, type))
    await this.storing(async () => {
      if (picture) await this.store.put(thumbnailKeyOf(id), picture.thumbnail)
      await this.store.put(keyOf(id), file.path)
    })
    return {
      size: picture?.file.size ?? file.size,
      contentType: examined.type,
      width: picture?.width ?? null,
      height: picture?.height ?? null,
      hasThumbnail: picture !== null,
      ...(isScanned ? { state: 'ready', scanAt: null } : { state: 'scanning', scanAt: new Date() }),
    }
  }

  /** @returns false where it has to be tried again. @throws AppError `attachment_refused` */
  private async scan({ path }: Gathered): Promise<boolean> {
    if (!this.scanner.isNeeded) return true
    const found = await this.scanner.scan(createReadStream(path)).catch((error: unknown) => {
      this.logger.warn(`Failed to scan a file, it is tried again: error=${String(error)}`)
      return null
    })
    if (found === 'infected')
      throw new AppError('attachment_refused', 'The file is infected: the scanner has found malware')
    return found === 'clean'
  }

  /** What disk and store say becomes an answer that clients try again after. */
  private async storing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof AppError) throw error
      if (error instanceof Error && error.message === 'Unexpected end of form') throw malformed()
      this.logger.error(`Failed to store a file: error=${String(error)}`)
      throw new AppError('unavailable', 'The file could not be stored. Try again in a moment')
    }
  }
}
