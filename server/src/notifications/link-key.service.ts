import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common'
import { UnitOfWork } from '../database/unit-of-work.js'
import { LinkKeyRepository } from './link-key.repository.js'
import { LinkKeys } from './link-keys.js'

/** Has the database keep the key of links in e-mails, from the first start on. */
@Injectable()
export class LinkKeyService implements OnApplicationBootstrap {
  private readonly logger = new Logger(LinkKeyService.name)

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: LinkKeyRepository,
    private readonly keys: LinkKeys,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    try {
      this.keys.kept = await this.unitOfWork.run((tx) => this.repository.keep(tx, this.keys.kept))
    } catch (error) {
      this.logger.warn(`Failed to read the key of links in e-mails, STAFF_JWT_SECRET serves: error=${String(error)}`)
    }
  }
}
