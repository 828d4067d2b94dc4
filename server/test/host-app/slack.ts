import { Injectable } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import { NotificationChannel, type UnreadNotice } from '@support-chat/server'

@Injectable()
export class SlackChannel extends NotificationChannel {
  override readonly name = 'slack'
  override readonly afterMinutes = 10

  constructor(private readonly config: ConfigService) {
    super()
  }

  async notify({ user, content }: UnreadNotice): Promise<void> {
    const body = JSON.stringify({ text: `${user.email} has not read: ${content}` })
    const { ok, status } = await fetch(this.config.getOrThrow<string>('SLACK_URL'), { method: 'POST', body })
    if (!ok) throw new Error(`Slack answered ${status}`)
  }
}
