import { Module } from '@nestjs/common'
import { EmailOptOutRepository } from './email-opt-out.repository.js'
import { LastSeenService } from './last-seen.service.js'
import { ServiceAccountRepository } from './service-account.repository.js'
import { StaffAccountRepository } from './staff-account.repository.js'
import { UserRepository } from './user.repository.js'
import { VisitRepository } from './visit.repository.js'

/** The accounts of users and of staff. Whatever is written to the table `users` is written here. */
@Module({
  providers: [
    EmailOptOutRepository,
    LastSeenService,
    ServiceAccountRepository,
    StaffAccountRepository,
    UserRepository,
    VisitRepository,
  ],
  exports: [
    EmailOptOutRepository,
    LastSeenService,
    ServiceAccountRepository,
    StaffAccountRepository,
    UserRepository,
    VisitRepository,
  ],
})
export class UsersModule {}
