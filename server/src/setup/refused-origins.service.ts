import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { toOrigin } from '../config/allowed-origins.js'
import { OriginPolicy } from '../config/origin-policy.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { SetupRepository } from './setup.repository.js'

/** Keeps which pages were refused, at any process, for whoever embeds the widget. No request waits for it. */
@Injectable()
export class RefusedOriginsService implements OnModuleInit {
  private readonly logger = new Logger(RefusedOriginsService.name)

  constructor(
    private readonly origins: OriginPolicy,
    private readonly unitOfWork: UnitOfWork,
    private readonly setup: SetupRepository,
  ) {}

  onModuleInit(): void {
    this.origins.onRefusal((origin) => void this.put(origin))
  }

  /** Files and sandboxed frames have no origin that could be allowed. */
  private async put(origin: string): Promise<void> {
    if (toOrigin(origin) !== origin) return
    try {
      await this.unitOfWork.run((tx) => this.setup.putRefused(tx, origin))
    } catch (error) {
      this.logger.warn(`Failed to keep a refused origin: error=${String(error)}`)
    }
  }
}
