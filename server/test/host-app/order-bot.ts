import { Injectable, type OnModuleInit } from '@nestjs/common'
import { type MessageSent, SupportChat } from '@support-chat/server'
import { v5 as uuidv5 } from 'uuid'

/** Any UUID of your own. */
const ANSWERS = '7c9f6f4e-0c1b-4f7e-9a55-3b8f7a6e2d10'

/** Where an order is. */
@Injectable()
export class Parcels {
  whereIs(order: string): Promise<string | null> {
    return Promise.resolve(order === '1234' ? 'on its way, and will be with you tomorrow' : null)
  }
}

/** Answers questions such as "Where is order 1234?" by itself. */
@Injectable()
export class OrderBot implements OnModuleInit {
  constructor(
    private readonly supportChat: SupportChat,
    private readonly parcels: Parcels,
  ) {}

  onModuleInit(): void {
    this.supportChat.on('message.sent', (event) => this.answer(event))
  }

  private async answer({ message, external_id }: MessageSent): Promise<void> {
    const order = /\border (\d+)/i.exec(message.content)?.[1]
    if (message.sender_type !== 'user' || !order) return
    const place = await this.parcels.whereIs(order)
    if (!place) return
    const answer = { content: `Order ${order} is ${place}.`, clientId: uuidv5(message.id, ANSWERS), as: 'Order bot' }
    await this.supportChat.sendToUser({ externalId: external_id }, answer)
  }
}
