import { Inject, Injectable, Logger, Optional } from '@nestjs/common'
import { customOf } from '../common/extension-point.js'
import { within } from '../common/within.js'
import { NotificationChannel, type UnreadNotice } from './notification-channel.js'

/** Milliseconds that a channel has. */
const LIMIT_MS = 30_000

/** The channels beside e-mail. */
@Injectable()
export class NotificationChannels {
  private readonly logger = new Logger('Notifications')

  constructor(
    @Optional() @Inject(customOf(NotificationChannel)) private readonly channels: NotificationChannel[] | undefined,
  ) {}

  get isEmpty(): boolean {
    return !this.channels?.length
  }

  /** Notifies all of them at once. @returns why one of them failed; null where none did */
  async notify(notice: UnreadNotice): Promise<Error | null> {
    const failures = await Promise.all((this.channels ?? []).map((channel) => this.notifyOne(channel, notice)))
    return failures.find((failure) => failure !== null) ?? null
  }

  private async notifyOne(channel: NotificationChannel, notice: UnreadNotice): Promise<Error | null> {
    try {
      await within(
        LIMIT_MS,
        () => channel.notify(notice),
        () => new Error(`It did not end within ${LIMIT_MS / 1_000} s`),
      )
      return null
    } catch (error) {
      this.logger.warn(`Failed to notify by a channel: id=${notice.id} error=${String(error)}`)
      return error instanceof Error ? error : new Error(String(error))
    }
  }
}
