import { MAX_ATTACHMENT_BYTES, type StaffRole } from '@support-chat/shared'
import type { DataSource } from 'typeorm'
import type { TrustedProxies } from './trusted-proxies.js'

/** The password of the first staff account in development. It is in the documentation. */
export const DEFAULT_PASSWORD = 'support-chat'

/** From the most talkative on. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What an application's own configuration may leave out. */
type Defaulted =
  | 'sessionIdleDays'
  | 'sessionMaxDays'
  | 'trustProxy'
  | 'schema'
  | 'migrate'
  | 'apiPath'
  | 'namespace'
  | 'email'
  | 'console'
  | 'metrics'
  | 'otlpEndpoint'
  | 'linkSecret'
  | 'oidc'
  | 'passwordLogin'
  | 'requireTotp'
  | 'attachments'

/**
 * Everything an operator can set, validated, with its defaults filled in. Injected by its class.
 * `config/env.ts` makes one from the environment; an application that imports the module may make its own.
 */
export class Config {
  readonly environment: 'development' | 'production'
  /** 0 picks a free port. */
  readonly port: number
  readonly host: string
  /** The origin that people reach it at. */
  readonly publicUrl: string
  /** Null: the embedded database under `dataDir`. */
  readonly databaseUrl: string | null
  /** The application's own connection, whose pool is used. Instead of `databaseUrl`. */
  readonly dataSource?: DataSource | undefined
  /** The PostgreSQL schema of the tables; null: where the connection's `search_path` leads. */
  readonly schema: string | null = null
  /** Whether the tables are brought up to date at start. */
  readonly migrate: boolean = true
  /** Where REST is reached from outside, at `publicUrl`. Ends in `/api`; what is before that is before everything else too. */
  readonly apiPath: string = '/api'
  /** Of Socket.IO. */
  readonly namespace: string = '/'
  /** Whether staff have the console. */
  readonly console: boolean = true
  /** Whether users are e-mailed about unread replies, and staff about mentions. */
  readonly email: boolean = true
  /** Absolute. */
  readonly dataDir: string
  /** Null: one process, everything in memory. */
  readonly redisUrl: string | null
  readonly userJwt: UserJwtConfig
  /** One, or several with commas between: see `secretsOf`. */
  readonly staffJwtSecret: string
  /** Signs links in e-mails; null: the key that the database keeps. */
  readonly linkSecret: string | null = null
  /** A staff session ends when it has not been used for so long, and after `sessionMaxDays` in any case. */
  readonly sessionIdleDays: number = 14
  readonly sessionMaxDays: number = 90
  /** Created at start if it does not exist; null: none is created. Without a password it waits for single sign-on. */
  readonly firstAdmin: { email: string; password: string | null } | null
  /** The identity provider that staff sign in with; null: none. */
  readonly oidc: OidcConfig | null = null
  /** Whether staff may sign in with passwords. */
  readonly passwordLogin: boolean = true
  /** Whether a password alone lets nobody in: who has no second factor has to set one up. */
  readonly requireTotp: boolean = false
  /** Origins that may embed the widget; `any` in development only. The server's own origin is always allowed. */
  readonly allowedOrigins: readonly string[] | 'any'
  /** The proxies whose `X-Forwarded-*` headers are believed; an empty list for none. */
  readonly trustProxy: TrustedProxies = []
  /** Null: each e-mail becomes a file under `dataDir/mail`. */
  readonly smtpUrl: string | null
  readonly mailFrom: string
  readonly appName: string
  /** The page of the host application that e-mails link to, without `#support-chat`. May have a route behind `#`. */
  readonly chatPageUrl: string
  readonly replyEmailDelaySeconds: number
  /** Whether webhooks may lead to private, loopback and link-local addresses. Default: in development only. */
  readonly webhookAllowPrivate?: boolean
  /** Of an OpenTelemetry collector, without `/v1/traces`. Null: nothing is traced. */
  readonly otlpEndpoint: string | null = null
  /** The least that is logged. Default: `info`; in development `warn`. */
  readonly logLevel?: LogLevel
  /** Files of messages. */
  readonly attachments: AttachmentsConfig = { maxBytes: MAX_ATTACHMENT_BYTES, types: null, clamavUrl: null, s3: null }
  /** Where numbers to operate by are served, at `/metrics`; port 0 picks a free one. Null: nowhere. */
  readonly metrics: { readonly port: number; readonly host: string } | null = null
  /** Whether the reference of the REST API is served. Default: in development only. */
  readonly apiDocs?: boolean

  constructor(values: Omit<Config, Defaulted> & Partial<Pick<Config, Defaulted>>) {
    Object.assign(this, values)
    this.webhookAllowPrivate = values.webhookAllowPrivate ?? values.environment === 'development'
    this.logLevel = values.logLevel ?? (values.environment === 'development' ? 'warn' : 'info')
    this.apiDocs = values.apiDocs ?? values.environment === 'development'
  }
}

export interface OidcConfig {
  /** The provider's own name for itself, below which its metadata is. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Of the e-mail addresses that may sign in, in small letters; null: any. */
  readonly allowedDomains: readonly string[] | null
  /** Of whoever comes uninvited; null: they do not get in. */
  readonly defaultRole: StaffRole | null
  /** The claim that says what people may do; null: nobody but staff says. */
  readonly roleClaim: string | null
  /** The text of the button; null: the usual one, in the language of the console. */
  readonly button: string | null
}

export interface AttachmentsConfig {
  /** The largest file. */
  readonly maxBytes: number
  /** Types that are taken, such as `image/*` and `application/pdf`; null: all. */
  readonly types: readonly string[] | null
  /** `tcp://host:3310` or `unix:///path` of a `clamd` that looks files through; null: none does. */
  readonly clamavUrl: string | null
  /** Null: they are kept below `dataDir`. */
  readonly s3: S3Config | null
}

export interface S3Config {
  readonly bucket: string
  readonly region: string
  /** Of a server other than Amazon's. */
  readonly endpoint: string | null
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface UserJwtConfig {
  /** Where the key comes from: a shared secret (HS256) or a JWKS document (RS256, ES256). */
  readonly key: { secret: string } | { jwksUrl: string }
  readonly issuer: string | null
  readonly audience: string | null
}
