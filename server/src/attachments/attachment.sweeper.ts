import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Injectable, type OnModuleInit } from '@nestjs/common'
import { IntervalTasks } from '../common/interval-tasks.js'
import { EventBus } from '../database/event-bus.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AttachmentStore, idOfKey, keysOf, type StoredFile } from './attachment-store.js'
import { AttachmentRepository } from './attachment.repository.js'
import { entriesOf } from './file.store.js'

/** Tasks, which tests run when they want them. */
export const SWEEP_ATTACHMENTS = 'sweep attachments'
export const COMPARE_STORE = 'compare attachments with their store'

const SWEEP_EVERY_MS = 60_000
const COMPARE_EVERY_MS = 6 * 3_600_000
/** What belongs to no message after so long is deleted. */
const KEPT_MS = 24 * 3_600_000
/** Rows and files in one go. */
const BATCH = 500

/** Deletes what nobody has sent, and keeps rows and store the same. */
@Injectable()
export class AttachmentSweeper implements OnModuleInit {
  constructor(
    private readonly tasks: IntervalTasks,
    private readonly events: EventBus,
    private readonly unitOfWork: UnitOfWork,
    private readonly attachments: AttachmentRepository,
    private readonly store: AttachmentStore,
  ) {}

  onModuleInit(): void {
    this.tasks.start(SWEEP_ATTACHMENTS, SWEEP_EVERY_MS, () => this.sweep())
    // Whoever asked for it does not wait a minute.
    for (const name of ['message.redacted', 'user.erased'] as const)
      this.events.onAfterCommit(name, () => this.tasks.run(SWEEP_ATTACHMENTS))
    this.tasks.start(COMPARE_STORE, COMPARE_EVERY_MS, () => this.compare())
  }

  /** Rows of uploads that were not sent, files whose rows are gone, and what a process that died was gathering. */
  private async sweep(): Promise<void> {
    const until = new Date(Date.now() - KEPT_MS)
    for (let deleted = BATCH; deleted === BATCH;) {
      deleted = await this.unitOfWork.run((tx) => this.attachments.removeUnsent(tx, until, BATCH))
    }
    for (let removed = BATCH; removed === BATCH;) {
      const ids = await this.unitOfWork.read((reader) => this.attachments.removed(reader, BATCH))
      await this.store.remove(ids.flatMap(keysOf))
      await this.unitOfWork.run((tx) => this.attachments.forgetRemoved(tx, ids))
      removed = ids.length
    }
    for await (const name of entriesOf(this.store.incoming)) {
      const path = join(this.store.incoming, name)
      const found = await stat(path).catch(() => null)
      if (found && found.mtime < until) await rm(path, { force: true })
    }
  }

  /** Files of which no row knows, as after a backup was restored that is older than they are. */
  private async compare(): Promise<void> {
    const until = new Date(Date.now() - KEPT_MS)
    let batch: StoredFile[] = []
    for await (const file of this.store.list()) {
      if (file.storedAt < until && idOfKey(file.key) !== null) batch.push(file)
      if (batch.length < BATCH) continue
      await this.removeUnknown(batch)
      batch = []
    }
    await this.removeUnknown(batch)
  }

  private async removeUnknown(files: StoredFile[]): Promise<void> {
    const ids = files.map(({ key }) => idOfKey(key) ?? '')
    const known = await this.unitOfWork.read((reader) => this.attachments.known(reader, ids))
    await this.store.remove(files.flatMap(({ key }, at) => (known.has(ids[at] ?? '') ? [] : [key])))
  }
}
