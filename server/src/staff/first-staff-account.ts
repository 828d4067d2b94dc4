import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common'
import { Config, DEFAULT_PASSWORD } from '../config/config.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { PasswordHasher } from './password-hasher.js'

/** Creates the first staff account, which invites all others, at the first start. */
@Injectable()
export class FirstStaffAccount implements OnApplicationBootstrap {
  private readonly logger = new Logger(FirstStaffAccount.name)

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly hasher: PasswordHasher,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { firstAdmin } = this.config
    if (!firstAdmin) return
    const { email, password } = firstAdmin
    const known = await this.unitOfWork.read((reader) => this.accounts.findByEmail(reader, email))
    if (known) {
      await this.warnIfIgnored(known.passwordHash)
      return
    }
    const secret = password !== null && { passwordHash: await this.hasher.hash(password, 'high') }
    await this.unitOfWork.run((tx) => this.accounts.add(tx, { email, name: 'Support', staffRole: 'owner', ...secret }))
  }

  /** ADMIN_PASSWORD only creates the account: an operator who changes it later is told that this has no effect. */
  private async warnIfIgnored(passwordHash: string | null): Promise<void> {
    const { environment, firstAdmin } = this.config
    const isDefault = environment === 'development' && firstAdmin?.password === DEFAULT_PASSWORD
    if (!firstAdmin?.password || isDefault) return
    if (await this.hasher.verify(passwordHash, firstAdmin.password, 'high')) return
    this.logger.warn(
      'ADMIN_PASSWORD is ignored, since the account of ADMIN_EMAIL has a password of its own: npm run staff:password -- EMAIL sets another.',
    )
  }
}
