import {
  Body,
  Controller,
  ForbiddenException,
  HttpCode,
  Injectable,
  Module,
  type OnModuleInit,
  Post,
} from '@nestjs/common'
import { ConfigModule, ConfigService } from '@nestjs/config'
import { type MessageSent, SupportChat } from '@support-chat/server'
import { timingSafeEqual } from 'node:crypto'
import { v5 as uuidv5 } from 'uuid'

/** Any UUID of your own. */
const REPLIES = '0b0b6b6e-5c58-4b43-8c1c-6a1b0f2a9d37'

/** What a workflow of Slack posts when somebody replies: in whose chat, and the `ts` of the reply, which is its id. */
export interface SlackReply {
  secret: string
  customer: string
  author: string
  text: string
  ts: string
}

/** Shows what users write in a channel of Slack, and sends them what is replied there. */
@Injectable()
export class SlackBridge implements OnModuleInit {
  constructor(
    private readonly config: ConfigService,
    private readonly supportChat: SupportChat,
  ) {}

  onModuleInit(): void {
    this.supportChat.on('message.sent', (event) => this.show(event))
  }

  async reply({ secret, customer, author, text, ts }: SlackReply): Promise<void> {
    const [given, expected] = [Buffer.from(secret), Buffer.from(this.config.getOrThrow<string>('SLACK_SECRET'))]
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new ForbiddenException()
    const clientId = uuidv5(`${customer} ${ts}`, REPLIES)
    await this.supportChat.sendToUser({ externalId: customer }, { content: text, clientId, as: author })
  }

  private async show({ message, external_id, user_email }: MessageSent): Promise<void> {
    if (message.sender_type !== 'user') return
    const body = JSON.stringify({ text: `${user_email} (${external_id}): ${message.content}` })
    const signal = AbortSignal.timeout(10_000)
    const { ok, status } = await fetch(this.config.getOrThrow<string>('SLACK_URL'), { method: 'POST', body, signal })
    if (!ok) throw new Error(`Slack answered ${status}`)
  }
}

@Controller('slack/replies')
class SlackController {
  constructor(private readonly bridge: SlackBridge) {}

  /** Slack repeats what was not answered with 200: the same `ts` is stored once. */
  @Post()
  @HttpCode(200)
  reply(@Body() reply: SlackReply): Promise<void> {
    return this.bridge.reply(reply)
  }
}

@Module({ imports: [ConfigModule], controllers: [SlackController], providers: [SlackBridge] })
export class SlackBridgeModule {}
