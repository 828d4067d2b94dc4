import { Controller, Get, Injectable, Module, Post, UseGuards } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import {
  Authenticated,
  AuthModule,
  CurrentUser,
  entities,
  MessagesModule,
  MessagesService,
  OWN_CHAT,
  type Principal,
  SupportChatGuard,
} from '@support-chat/server'
import { randomUUID } from 'node:crypto'
import type { DataSource } from 'typeorm'

@Injectable()
export class Callbacks {
  constructor(
    private readonly messages: MessagesService,
    @InjectDataSource('support_chat') private readonly supportChat: DataSource,
  ) {}

  async request(user: Principal): Promise<{ message: number }> {
    const body = { content: 'Please call me back', client_id: randomUUID() }
    const { message } = await this.messages.send(user, OWN_CHAT, body)
    return { message: message.sequence }
  }

  async open(): Promise<{ open: number }> {
    const messages = this.supportChat.getRepository(entities.SupportMessage)
    return { open: await messages.countBy({ content: 'Please call me back' }) }
  }
}

/** Routes of the company's own, for its users and for the staff of Support Chat. */
@Controller('callbacks')
@UseGuards(SupportChatGuard)
class CallbacksController {
  constructor(private readonly callbacks: Callbacks) {}

  @Post()
  request(@CurrentUser() user: Principal): Promise<{ message: number }> {
    return this.callbacks.request(user)
  }

  @Get()
  @Authenticated('admin')
  open(): Promise<{ open: number }> {
    return this.callbacks.open()
  }
}

@Module({
  imports: [AuthModule, MessagesModule],
  controllers: [CallbacksController],
  providers: [Callbacks],
})
export class CallbacksModule {}
