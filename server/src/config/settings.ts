import type { StaffRole } from '@support-chat/shared'
import type { DataSource } from 'typeorm'

/** An option may be left out, or be undefined, as what a configuration service answers is. */
type Optional<T> = T | undefined

/** What a NestJS application sets, in place of the environment's variables. Checked with the same sentences. */
export interface SupportChatSettings {
  /** In production no secret has a default, and other origins must be named. Default: whether `NODE_ENV` is `production`. */
  production?: Optional<boolean>
  /**
   * Your connection, a connected TypeORM DataSource of PostgreSQL: its pool is used, and messages can be stored in your own
   * transactions. Your entities, your `search_path` and your tables stay as they are. Default: a pool of its own.
   */
  dataSource?: Optional<DataSource>
  /** `postgresql://user:password@host:5432/name`, PostgreSQL 14 or newer; where no `dataSource` is given. 20 connections. */
  databaseUrl?: Optional<string>
  /** The PostgreSQL schema of its tables: small letters, digits and `_`, 63 at most. Default: `support_chat`. */
  schema?: Optional<string>
  /**
   * Whether the tables are brought up to date at start. With false, run `migrate(dataSource, { schema })` before: a server
   * does not start on older tables than it needs. Default: true.
   */
  migrate?: Optional<boolean>
  /** Where REST stands, from the root whatever your global prefix is. Ends in `/api`, which the widget adds to its `server-url`. Default: `/api`. */
  path?: Optional<string>
  /** The Socket.IO namespace, on your gateways' server. Choose one where you have gateways of your own. Default: `/`. */
  namespace?: Optional<string>
  /** `redis://host:6379`, for several processes. Default: none; everything is kept in the memory of the one process. */
  redis?: Optional<string | null>
  /** The origin of your application, for links in e-mails. Default: `http://localhost:3000`. */
  publicUrl?: Optional<string>
  /** As it is called in e-mails. Default: `Support Chat`. */
  appName?: Optional<string>
  /** A folder for what has no other place: secrets that development makes, and e-mails without a server. Default: `.data`. */
  dataDir?: Optional<string>
  /** How the tokens of your users are verified, where there is no `authenticateUser`. */
  userJwt?: Optional<{
    /** For HS256; 32 bytes or longer; several with commas between are all good. Default in development: one that is made and kept in `dataDir`. */
    secret?: Optional<string>
    /** For RS256 and ES256, in place of `secret`. */
    jwksUrl?: Optional<string>
    /** The `iss` that tokens must have. Default: any. */
    issuer?: Optional<string>
    /** The `aud` that tokens must have. Default: any. */
    audience?: Optional<string>
  }>
  /** The accounts of support staff. */
  staff?: Optional<{
    /** Signs their tokens; 32 bytes or longer; several with commas between, of which the first signs. Default in development: one kept in `dataDir`. */
    jwtSecret?: Optional<string>
    /** The address of the first account, made at start where there is none. Default: no account is made. */
    email?: Optional<string>
    /** Its password. */
    password?: Optional<string>
    /** Days without use after which a session ends, 1 to 3650. Default: 14. */
    sessionIdleDays?: Optional<number>
    /** Days after which a session ends in any case, 1 to 3650. Default: 90. */
    sessionMaxDays?: Optional<number>
    /** Whether they may sign in with passwords; `off` needs `oidc`. Default: `on`. */
    passwordLogin?: Optional<'on' | 'off'>
    /** Whether who signs in with a password has to have a second factor. Default: `false`. */
    requireTotp?: Optional<boolean>
  }>
  /** Single sign-on of staff by OpenID Connect. Default: none. */
  oidc?: Optional<{
    /** The provider's name for itself, such as `https://login.example.com`. */
    issuer: string
    clientId: string
    clientSecret: string
    /** Domains of the e-mail addresses that may sign in. Default: any. */
    allowedDomains?: Optional<readonly string[]>
    /** Of whoever comes uninvited. Default: only who was invited gets in. */
    defaultRole?: Optional<Exclude<StaffRole, 'owner'>>
    /** The claim that says what people may do; with dots for one inside of others. Default: none. */
    roleClaim?: Optional<string>
    /** The text of the console's button. Default: `Continue with single sign-on`. */
    button?: Optional<string>
  }>
  /** Origins whose pages may use it, beside `publicUrl`; checked by REST and sockets. Default: none; in development any. */
  allowedOrigins?: Optional<readonly string[]>
  /** The proxies whose `X-Forwarded-*` is believed: addresses or ranges, comma between them, or their number. Default: none. */
  trustProxy?: Optional<string | number>
  /** E-mail about replies that stay unread; false for none. */
  email?: Optional<
    | false
    | {
        /** Signs links in them; 32 bytes or longer. Default: a key that the database keeps. */
        linkSecret?: Optional<string>
        /** `smtp://user:password@host:587`. Default: each e-mail becomes a file below `dataDir`. */
        smtpUrl?: Optional<string>
        /** The sender. Default: `appName` at the host of `publicUrl`. */
        from?: Optional<string>
        /** The page that e-mails lead to. Default: `publicUrl`. */
        chatPageUrl?: Optional<string>
        /** Seconds that a reply may stay unread, 0 to 31,536,000. Default: 300. */
        delaySeconds?: Optional<number>
      }
  >
  /**
   * The console for staff, at `/admin/` beside `path`: `/support/admin/` for `/support/api`. False where nobody of staff signs
   * in here: then no secret is needed for them. Default: true.
   */
  console?: Optional<boolean>
  /** Files of messages. */
  attachments?: Optional<{
    /** The largest file, in bytes, 1 to 5,000,000,000. Default: 25 MiB. */
    maxBytes?: Optional<number>
    /** Types that are taken, by the bytes of a file, such as `image/*` and `application/pdf`. Default: all. */
    types?: Optional<readonly string[]>
    /** A ClamAV (`clamd`) that looks files through before anybody can open them: `tcp://host:3310` or `unix:///path`. Default: none. */
    clamavUrl?: Optional<string>
  }>
  /** A bucket of S3 that keeps them. Default: they are files below `dataDir`. */
  s3?: Optional<{
    bucket: string
    region: string
    accessKeyId: string
    secretAccessKey: string
    /** `https://host`, of a server other than Amazon's. */
    endpoint?: Optional<string>
  }>
  /** Whether webhooks may lead to private, loopback and link-local addresses. Default: in development only. */
  webhookAllowPrivate?: Optional<boolean>
  /** Serves numbers to operate by, for Prometheus, at `/metrics` of a port of its own. Default: none are collected. */
  metrics?: Optional<{
    /** 1 to 65,535. */
    port: number
    /** Default: `127.0.0.1`. */
    host?: Optional<string>
  }>
  /** Whether the reference of the REST API is served below `path`. Default: in development only. */
  apiDocs?: Optional<boolean>
}
