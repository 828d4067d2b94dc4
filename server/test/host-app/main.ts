import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Config, loadConfig, SupportChatIoAdapter, SupportChatModule } from '@support-chat/server'
import { Tickets } from './tickets.js'

@Module({ imports: [SupportChatModule.forRoot(loadConfig())], providers: [Tickets] })
export class CompanyModule {}

export async function start(port: number) {
  const app = await NestFactory.create(CompanyModule)
  app.useWebSocketAdapter(new SupportChatIoAdapter(app, app.get(Config)))
  app.enableShutdownHooks()
  await app.listen(port)
  return app
}
