import { Module, ValidationPipe, VersioningType } from '@nestjs/common'
import { ConfigModule, ConfigService } from '@nestjs/config'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, NestFactory } from '@nestjs/core'
import { EventEmitterModule } from '@nestjs/event-emitter'
import { MailerModule } from '@nestjs-modules/mailer'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler'
import { TypeOrmModule } from '@nestjs/typeorm'
import { SupportChatModule } from '@support-chat/server'
import { DataSource } from 'typeorm'
import { AccountsModule, Sessions } from './accounts.js'
import { CallbacksModule } from './callbacks.js'
import { CompanyFilter, CompanyGuard, CompanyIoAdapter, NewsGateway, Wrapping } from './house.js'
import { Order, Orders } from './orders.js'
import { ByPlan, NoCardNumbers, NoPasswords } from './policies.js'
import { ShippingModule } from './shipping.js'
import { SlackChannel } from './slack.js'
import { Ticket, Tickets } from './tickets.js'

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      imports: [ConfigModule],
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        type: 'postgres' as const,
        url: config.getOrThrow<string>('DATABASE_URL'),
        autoLoadEntities: true,
        synchronize: true,
      }),
    }),
    TypeOrmModule.forFeature([Order, Ticket]),
    ThrottlerModule.forRoot([{ ttl: 60_000, limit: 40 }]),
    EventEmitterModule.forRoot(),
    MailerModule.forRoot({ transport: { jsonTransport: true } }),
    ConfigModule.forRoot({ ignoreEnvFile: true }),
    AccountsModule,
    CallbacksModule,
    SupportChatModule.forRootAsync({
      imports: [ConfigModule],
      inject: [ConfigService, DataSource],
      useFactory: (config: ConfigService, dataSource: DataSource) => ({
        dataSource,
        schema: 'support_chat',
        migrate: false,
        path: '/support/api',
        namespace: '/support',
        redis: config.get<string>('REDIS_URL'),
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
        messagePolicies: [NoCardNumbers, NoPasswords],
        rateLimits: ByPlan,
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
    { provide: APP_PIPE, useValue: new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }) },
    { provide: APP_FILTER, useClass: CompanyFilter },
  ],
})
export class CompanyModule {}

export async function start(port: number) {
  // Where there is no Redis, as on some developers' machines, nothing is queued.
  const imports = process.env.REDIS_URL ? [ShippingModule] : []
  const app = await NestFactory.create({ module: CompanyModule, imports })
  app.setGlobalPrefix('company')
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' })
  app.useWebSocketAdapter(new CompanyIoAdapter(app))
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, new DocumentBuilder().build()))
  app.enableShutdownHooks()
  await app.listen(port)
  return app
}
