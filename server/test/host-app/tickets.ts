import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { EventBus, type MessageSent, type Transaction } from '@support-chat/server'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A ticket in your own table, with the first message of each chat. */
@Entity('tickets')
export class Ticket {
  @PrimaryColumn('uuid')
  chatId: string

  @Column('uuid')
  userId: string
}

@Injectable()
export class Tickets implements OnModuleInit {
  private readonly logger = new Logger(Tickets.name)

  constructor(private readonly events: EventBus) {}

  onModuleInit(): void {
    this.events.onBeforeCommit('message.sent', (event, tx) => this.open(event, tx))
    this.events.onAfterCommit('message.sent', ({ message }) => this.logger.log(`Message ${message.sequence} is stored`))
  }

  private async open({ message, user_id }: MessageSent, tx: Transaction): Promise<void> {
    if (message.sequence > 1) return
    await tx.host.insert(Ticket, { chatId: message.chat_id, userId: user_id })
  }
}
