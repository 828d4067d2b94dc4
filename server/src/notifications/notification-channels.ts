import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common'
import { customOf } from '../common/extension-point.js'
import { within } from '../common/within.js'
import { Config } from '../config/config.js'
import { StartError } from '../config/start-error.js'
import { EmailChannel } from './email.channel.js'
import { NotificationChannel, type UnreadNotice } from './notification-channel.js'

/** Milliseconds that a channel has, well before the worker's claim ends. */
const LIMIT_MS = 90_000

const YEAR_MINUTES = 525_600

/** E-mail, unless it is switched off, and what the application adds. */
@Injectable()
export class NotificationChannels implements OnModuleInit {
  private readonly byName = new Map<string, NotificationChannel>()

  constructor(
    private readonly config: Config,
    private readonly email: EmailChannel,
    @Optional()
    @Inject(customOf(NotificationChannel))
    private readonly custom: NotificationChannel | NotificationChannel[] | undefined,
  ) {}

  /** Those of the application are made by now. */
  onModuleInit(): void {
    if (this.config.email) this.add(this.email)
    for (const channel of [this.custom ?? []].flat()) this.add(channel)
  }

  /** Each with the seconds for which replies stay unread before it tells of them. */
  get all(): { name: string; delaySeconds: number }[] {
    return [...this.byName].map(([name, channel]) => ({ name, delaySeconds: Math.round(this.minutesOf(channel) * 60) }))
  }

  get names(): string[] {
    return [...this.byName.keys()]
  }

  /** @throws what the channel throws; code `ETIMEDOUT` where it does not end */
  async notify(name: string, notice: UnreadNotice): Promise<void> {
    await within(
      LIMIT_MS,
      async () => this.byName.get(name)?.notify(notice),
      () => Object.assign(new Error(`It did not end within ${LIMIT_MS / 1_000} s`), { code: 'ETIMEDOUT' }),
    )
  }

  private add(channel: NotificationChannel): void {
    const name = channel.name ?? channel.constructor.name
    const minutes = this.minutesOf(channel)
    if (this.byName.has(name))
      throw new StartError(`Two notification channels are called ${name}: give one another name.`)
    if (!(minutes >= 0 && minutes <= YEAR_MINUTES)) {
      throw new StartError(`afterMinutes of the notification channel ${name} must be 0 to ${YEAR_MINUTES}.`)
    }
    this.byName.set(name, channel)
  }

  private minutesOf({ afterMinutes }: NotificationChannel): number {
    return afterMinutes ?? this.config.replyEmailDelaySeconds / 60
  }
}
