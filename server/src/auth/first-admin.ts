import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { hash } from '@node-rs/argon2'
import { Config } from '../config/config.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { UserRepository } from './user.repository.js'

/** Makes the staff account that everyone else is let in by, at the first start. */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { firstAdmin } = this.config
    if (!firstAdmin) return
    const { email, password } = firstAdmin
    const known = await this.unitOfWork.read((reader) => this.users.findStaffByEmail(reader, email))
    if (known) return
    const passwordHash = await hash(password)
    await this.unitOfWork.run((tx) => this.users.addStaff(tx, { email, name: 'Support', passwordHash }))
  }
}
