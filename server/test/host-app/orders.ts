import { Injectable } from '@nestjs/common'
import { SupportChat } from '@support-chat/server'
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm'

@Entity('orders')
export class Order {
  @PrimaryColumn('uuid')
  id: string

  @Column('text')
  customerId: string

  @Column('text')
  email: string
}

@Injectable()
export class Orders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly supportChat: SupportChat,
  ) {}

  async ship(order: Order): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.insert(Order, order)
      await this.supportChat.sendToUser(
        { externalId: order.customerId, email: order.email },
        { content: 'Your order is on its way', clientId: order.id, as: 'Shop' },
        manager,
      )
    })
  }
}
