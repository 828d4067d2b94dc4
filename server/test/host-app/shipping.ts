import { BullModule, Process, Processor } from '@nestjs/bull'
import { Injectable, Module } from '@nestjs/common'
import { ConfigModule, ConfigService } from '@nestjs/config'
import { EventEmitter2, OnEvent } from '@nestjs/event-emitter'
import { MailerService } from '@nestjs-modules/mailer'
import type { Job } from 'bull'
import { type Order, Orders } from './orders.js'

/** The company's own queue. */
@Processor('shipments')
class Shipments {
  constructor(
    private readonly orders: Orders,
    private readonly events: EventEmitter2,
  ) {}

  @Process()
  async ship({ data }: Job<Order>): Promise<void> {
    await this.orders.ship(data)
    await this.events.emitAsync('order.shipped', data)
  }
}

/** The company's own events and e-mails. */
@Injectable()
class ShippingMails {
  constructor(private readonly mailer: MailerService) {}

  @OnEvent('order.shipped')
  async send({ email }: Order): Promise<void> {
    await this.mailer.sendMail({ to: email, subject: 'Your order', text: 'It is on its way.' })
  }
}

@Module({
  imports: [
    BullModule.forRootAsync({
      imports: [ConfigModule],
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({ prefix: 'company', url: config.getOrThrow<string>('REDIS_URL') }),
    }),
    BullModule.registerQueue({ name: 'shipments' }),
  ],
  providers: [Orders, Shipments, ShippingMails],
})
export class ShippingModule {}
