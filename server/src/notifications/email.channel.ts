import { Injectable } from '@nestjs/common'
import { MailerService } from '@nestjs-modules/mailer'
import { sendWithin } from './mail.transport.js'
import { NotificationChannel, type UnreadNotice } from './notification-channel.js'
import { ReplyEmailMessage } from './reply-email.message.js'

/** The name of the channel, and of its rows in the outbox. */
export const EMAIL = 'email'

/** Tells users by e-mail that support has answered. */
@Injectable()
export class EmailChannel extends NotificationChannel {
  override readonly name = EMAIL

  constructor(
    private readonly mailer: MailerService,
    private readonly message: ReplyEmailMessage,
  ) {
    super()
  }

  async notify({ id, user, content, senderName, unreadCount }: UnreadNotice): Promise<void> {
    const to = { userId: user.id, email: user.email, name: user.name }
    await sendWithin(this.mailer, this.message.compose({ messageId: id, to, content, senderName, unreadCount }))
  }
}
