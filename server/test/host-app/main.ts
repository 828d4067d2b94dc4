import { BullModule } from '@nestjs/bull'
import { Module, VersioningType } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, NestFactory } from '@nestjs/core'
import { EventEmitterModule } from '@nestjs/event-emitter'
import { MailerModule } from '@nestjs-modules/mailer'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import { TypeOrmModule } from '@nestjs/typeorm'
import { SupportChatModule } from '@support-chat/server'
import { DataSource } from 'typeorm'
import { AccountsModule, Sessions } from './accounts.js'
import { ConfigModule, ConfigService } from './config.js'
import {
  CompanyFilter,
  CompanyGuard,
  CompanyIoAdapter,
  NewsGateway,
  StrictPipe,
  ThrottlerGuard,
  Wrapping,
} from './house.js'
import { SlackChannel } from './slack.js'
import { Order, Orders } from './orders.js'
import { Ticket, Tickets } from './tickets.js'

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => ({
        type: 'postgres' as const,
        url: process.env.DATABASE_URL ?? '',
        autoLoadEntities: true,
        synchronize: true,
      }),
    }),
    TypeOrmModule.forFeature([Order, Ticket]),
    BullModule.forRoot({ prefix: 'company' }),
    EventEmitterModule.forRoot(),
    MailerModule.forRoot({ transport: { jsonTransport: true } }),
    ConfigModule,
    AccountsModule,
    SupportChatModule.forRootAsync({
      imports: [ConfigModule],
      inject: [ConfigService, DataSource],
      useFactory: (config: ConfigService, dataSource: DataSource) => ({
        dataSource,
        schema: 'support_chat',
        migrate: false,
        path: '/support/api',
        namespace: '/support',
        redis: config.get('REDIS_URL'),
        allowedOrigins: ['https://app.example.com'],
        authenticateUser: {
          inject: [Sessions],
          useFactory:
            (sessions: Sessions) =>
            ({ token, headers }) =>
              sessions.find(token ?? headers.cookie),
        },
        email: false,
        console: false,
        channels: [SlackChannel],
      }),
    }),
  ],
  providers: [
    Orders,
    Tickets,
    NewsGateway,
    { provide: APP_GUARD, useClass: CompanyGuard },
    { provide: APP_GUARD, useClass: ThrottlerGuard },
    { provide: APP_INTERCEPTOR, useClass: Wrapping },
    { provide: APP_PIPE, useClass: StrictPipe },
    { provide: APP_FILTER, useClass: CompanyFilter },
  ],
})
export class CompanyModule {}

export async function start(port: number) {
  const app = await NestFactory.create(CompanyModule)
  app.setGlobalPrefix('company')
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' })
  app.useWebSocketAdapter(new CompanyIoAdapter(app))
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, new DocumentBuilder().build()))
  app.enableShutdownHooks()
  await app.listen(port)
  return app
}
