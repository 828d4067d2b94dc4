import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { IntervalTasks } from '../common/interval-tasks.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AttachmentScanner } from './attachment-scanner.js'
import { AttachmentStore, keyOf, keysOf } from './attachment-store.js'
import { AttachmentRepository } from './attachment.repository.js'
import { serializeAttachment } from './serialize-attachment.js'

/** A task, which tests run when they want it. */
export const RESCAN_ATTACHMENTS = 'scan attachments again'

const EVERY_MS = 15_000
/** Longer than a scan may take: until then no other process tries the same file. */
const LEASE_SECONDS = 90
const BATCH = 10

/** Scans what could not be scanned when it was uploaded. */
@Injectable()
export class RescanService implements OnModuleInit {
  private readonly logger = new Logger(RescanService.name)

  constructor(
    private readonly tasks: IntervalTasks,
    private readonly unitOfWork: UnitOfWork,
    private readonly attachments: AttachmentRepository,
    private readonly store: AttachmentStore,
    private readonly scanner: AttachmentScanner,
  ) {}

  onModuleInit(): void {
    this.tasks.start(RESCAN_ATTACHMENTS, EVERY_MS, () => this.rescan())
  }

  /** Ends with the first file that cannot be scanned: so it is with the others, most likely. */
  private async rescan(): Promise<void> {
    for (let due = BATCH; due === BATCH;) {
      const ids = await this.unitOfWork.run((tx) => this.attachments.claimUnscanned(tx, BATCH, LEASE_SECONDS))
      for (const id of ids) {
        const verdict = await this.scan(id)
        if (!verdict) return
        await this.settle(id, verdict)
      }
      due = ids.length
    }
  }

  private async scan(id: string): Promise<'clean' | 'infected' | null> {
    try {
      const file = await this.store.read(keyOf(id))
      // What is not there cannot be opened either.
      return file ? await this.scanner.scan(file) : 'infected'
    } catch (error) {
      this.logger.warn(`Failed to scan a file, it is tried again: id=${id} error=${String(error)}`)
      return null
    }
  }

  private async settle(id: string, verdict: 'clean' | 'infected'): Promise<void> {
    if (verdict === 'infected') await this.store.remove(keysOf(id))
    await this.unitOfWork.run(async (tx) => {
      const settled = await this.attachments.settleScan(tx, id, verdict === 'clean' ? 'ready' : 'refused')
      if (!settled?.messageId) return
      const { chatId: chat_id, messageId: message_id } = settled
      await tx.publish('attachment.updated', { chat_id, message_id, attachment: serializeAttachment(settled) })
    })
  }
}
