import { join } from 'node:path'
import { Module } from '@nestjs/common'
import { AuthModule } from '../auth/auth.module.js'
import { ChatsModule } from '../chats/chats.module.js'
import { Config } from '../config/config.js'
import { AttachmentIntake } from './attachment-intake.js'
import { AttachmentScanner, NoScanner } from './attachment-scanner.js'
import { AttachmentStore } from './attachment-store.js'
import { AttachmentRepository } from './attachment.repository.js'
import { AttachmentSweeper } from './attachment.sweeper.js'
import { AttachmentsService } from './attachments.service.js'
import { ClamAvScanner } from './clamav.scanner.js'
import { DownloadService } from './download.service.js'
import { DownloadsController } from './downloads.controller.js'
import { FileStore } from './file.store.js'
import { RescanService } from './rescan.service.js'
import { S3Store } from './s3.store.js'
import { StaffAttachmentsController } from './staff-attachments.controller.js'
import { UploadService } from './upload.service.js'
import { UploadSlots } from './upload-slots.js'
import { UserAttachmentsController } from './user-attachments.controller.js'

const store = {
  provide: AttachmentStore,
  inject: [Config],
  useFactory: ({ dataDir, attachments: { s3 } }: Config): AttachmentStore =>
    s3 ? new S3Store(s3) : new FileStore(join(dataDir, 'attachments')),
}

const scanner = {
  provide: AttachmentScanner,
  inject: [Config],
  useFactory: ({ attachments: { clamavUrl } }: Config): AttachmentScanner =>
    clamavUrl === null ? new NoScanner() : new ClamAvScanner(clamavUrl),
}

@Module({
  imports: [AuthModule, ChatsModule],
  controllers: [UserAttachmentsController, StaffAttachmentsController, DownloadsController],
  providers: [
    AttachmentIntake,
    AttachmentRepository,
    AttachmentsService,
    AttachmentSweeper,
    DownloadService,
    RescanService,
    UploadService,
    UploadSlots,
    store,
    scanner,
  ],
  exports: [AttachmentsService],
})
export class AttachmentsModule {}
