import { Module } from '@nestjs/common'
import { AuditModule } from '../audit/audit.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { CannedRepliesController } from './canned-replies.controller.js'
import { CannedRepliesService } from './canned-replies.service.js'
import { CannedReplyRepository } from './canned-reply.repository.js'

@Module({
  imports: [AuditModule, AuthModule],
  controllers: [CannedRepliesController],
  providers: [CannedRepliesService, CannedReplyRepository],
})
export class CannedRepliesModule {}
