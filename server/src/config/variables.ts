import { MAX_ATTACHMENT_BYTES, STAFF_ROLES } from '@support-chat/shared'
import { z } from 'zod'
import { LOG_LEVELS } from './config.js'
import { parseTrustedProxies } from './trusted-proxies.js'
import { toOrigin } from './allowed-origins.js'
import { parseUrl } from './parse-url.js'
import { ENCODE_CREDENTIALS, hasUnescapedCredentials } from './url-credentials.js'

// Messages continue a sentence that begins with the variable's name. They never contain its value.

const CONTROL_CHARACTERS = /\p{Cc}/u

const text = z.string().trim()

const line = text.refine((value) => !CONTROL_CHARACTERS.test(value), 'must be one line of text')

const wholeNumber = (min: number, max: number) =>
  text
    .refine(
      (value) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max,
      `must be a whole number from ${min} to ${max}`,
    )
    .transform(Number)

const host = text.refine((value) => /^[\w.:-]+$/.test(value), 'must be a host name or an address')

const url = (example: string, ...protocols: string[]) =>
  text.refine((value) => {
    const { protocol = '', hostname } = parseUrl(value) ?? {}
    return protocols.includes(protocol) && Boolean(hostname)
  }, `must be a URL such as ${example}`)

/** A URL that may have a user and a password. */
const serverUrl = (example: string, ...protocols: string[]) =>
  text
    .refine((value) => !hasUnescapedCredentials(value), { message: ENCODE_CREDENTIALS, abort: true })
    .pipe(url(example, ...protocols))

/** A page's address, without the `#support-chat` that e-mails add. A route behind `#`, such as `#/help`, stays. */
const page = url('https://app.example.com/help', 'http:', 'https:').transform((value) =>
  value.replace(/#(?![!/]).*$/, '').replace(/#support-chat$/, ''),
)

const EXAMPLE_ORIGIN = 'https://support.example.com'

const isPublicUrl = (value: string) => {
  const { protocol = '', pathname = '', search, hash, username } = parseUrl(value) ?? {}
  const isPath = /^(?:\/[\w.~-]+)*\/?$/.test(pathname)
  return /^https?:$/.test(protocol) && isPath && !search && !hash && !username && !/[?#]$/.test(value)
}

/** An origin, with the path below which everything is where the server has no origin to itself. */
const publicUrl = text
  .refine(isPublicUrl, {
    message: `must be an address such as ${EXAMPLE_ORIGIN} or https://example.com/support`,
    abort: true,
  })
  // With the path removed, as proxies may, an address must not look as if it had it still.
  .refine(
    (value) => !/^\/(?:api|admin|widget|demo|pages|socket\.io)(?:\/|$)/.test(new URL(value).pathname),
    'must not have a path that begins with /api, /admin, /widget, /demo, /pages or /socket.io, which are below it',
  )
  .transform((value) => new URL(value).href.replace(/\/$/, ''))

const origins = text
  .transform((value) => value.split(/\s*,\s*/).filter(Boolean))
  .superRefine((values, context) => {
    const problem = originsProblem(values)
    if (problem) context.addIssue(problem)
  })
  .transform((values) => values.map((value) => toOrigin(value) ?? value))

function originsProblem(values: string[]): string | null {
  if (values.some((value) => value.includes('*'))) return 'takes no wildcards (*): name each origin'
  if (values.some((value) => /^(?:null$|file:)/i.test(value))) {
    return 'cannot hold null or file://, which every file and sandboxed frame says: give that page an origin of its own'
  }
  return values.every(toOrigin) ? null : `must be origins such as ${EXAMPLE_ORIGIN}, separated by commas`
}

const trustedProxies = text
  .refine(
    (value) => parseTrustedProxies(value) !== null,
    'must be addresses or ranges such as 10.0.0.0/8, separated by commas, or a number of proxies',
  )
  .transform((value) => parseTrustedProxies(value) ?? [])

/** In small letters, with commas between. */
const list = text.transform((value) =>
  value
    .toLowerCase()
    .split(/\s*,\s*/)
    .filter(Boolean),
)

const domains = list.refine(
  (values) => values.every((value) => /^[^\s@,*]+\.[^\s@,*]+$/.test(value)),
  'must be domains such as example.com, separated by commas, without @ and wildcards',
)

const mediaTypes = list.refine(
  (values) => values.every((value) => /^[a-z]+\/(?:\*|[a-z\d.+-]+)$/.test(value)),
  'must be types such as image/* and application/pdf, separated by commas',
)

const trueOrFalse = text.refine((value) => /^(?:true|false)$/.test(value), 'must be true or false')
const onOrOff = text.refine((value) => /^(?:on|off)$/.test(value), 'must be on or off')

/** Everybody whom the provider lets in would be one. */
const roles = STAFF_ROLES.filter((role) => role !== 'owner')

const EMAIL = /[^\s@<>",]+@[^\s@<>",]+/

/** Every variable that the server reads. Empty ones have been removed. */
export const variables = z.object({
  NODE_ENV: text
    .refine((value) => ['development', 'production', 'test'].includes(value), 'must be development or production')
    .default('development'),
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: host.optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http://localhost:4318', 'http:', 'https:').optional(),
  METRICS_PORT: wholeNumber(1, 65_535).optional(),
  METRICS_HOST: host.default('127.0.0.1'),
  PUBLIC_URL: publicUrl.optional(),
  DATABASE_URL: serverUrl('postgresql://user:password@host:5432/name', 'postgres:', 'postgresql:').optional(),
  DATA_DIR: text.default('.data'),
  REDIS_URL: serverUrl('redis://host:6379', 'redis:', 'rediss:').optional(),
  USER_JWT_SECRET: z.string().optional(),
  USER_JWT_JWKS_URL: url('https://auth.example.com/jwks.json', 'http:', 'https:').optional(),
  USER_JWT_ISSUER: text.optional(),
  USER_JWT_AUDIENCE: text.optional(),
  STAFF_JWT_SECRET: z.string().optional(),
  LINK_SECRET: z.string().optional(),
  SESSION_IDLE_DAYS: wholeNumber(1, 3650).default(14),
  SESSION_MAX_DAYS: wholeNumber(1, 3650).default(90),
  ADMIN_EMAIL: text.regex(new RegExp(`^${EMAIL.source}$`), 'must be an e-mail address').optional(),
  ADMIN_PASSWORD: z.string().optional(),
  OIDC_ISSUER: url('https://login.example.com', 'http:', 'https:').optional(),
  OIDC_CLIENT_ID: line.optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_ALLOWED_DOMAINS: domains.optional(),
  OIDC_DEFAULT_ROLE: z.enum(roles, `must be one of ${roles.join(', ')}`).optional(),
  OIDC_ROLE_CLAIM: line.optional(),
  OIDC_BUTTON: line.refine((value) => value.length <= 60, 'must have 60 characters at most').optional(),
  PASSWORD_LOGIN: onOrOff.default('on'),
  REQUIRE_TOTP: trueOrFalse.default('false'),
  ALLOWED_ORIGINS: origins.optional(),
  TRUST_PROXY: trustedProxies.default([]),
  SMTP_URL: serverUrl('smtp://user:password@host:587', 'smtp:', 'smtps:').optional(),
  MAIL_FROM: line.regex(EMAIL, 'must hold an e-mail address, such as Support <support@example.com>').optional(),
  APP_NAME: line.default('Support Chat'),
  CHAT_PAGE_URL: page.optional(),
  REPLY_EMAIL_DELAY_SECONDS: wholeNumber(0, 31_536_000).default(300),
  ATTACHMENT_MAX_BYTES: wholeNumber(1, 5_000_000_000).default(MAX_ATTACHMENT_BYTES),
  ATTACHMENT_TYPES: mediaTypes.optional(),
  S3_BUCKET: text.regex(/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/, 'must be the name of a bucket').optional(),
  S3_REGION: text.regex(/^[\w-]+$/, 'must be a region, such as eu-central-1').optional(),
  S3_ENDPOINT: url('https://s3.example.com', 'http:', 'https:').optional(),
  S3_ACCESS_KEY_ID: text.optional(),
  S3_SECRET_ACCESS_KEY: text.optional(),
  CLAMAV_URL: text
    .refine((value) => /^(?:tcp:\/\/[^/:\s]+(?::\d+)?|tcp:\/\/\[[\da-f:]+\](?::\d+)?|unix:\/\/\/\S+)$/i.test(value), {
      message: 'must be an address such as tcp://localhost:3310 or unix:///run/clamav/clamd.ctl',
    })
    .optional(),
  WEBHOOK_ALLOW_PRIVATE: trueOrFalse.optional(),
  API_DOCS: onOrOff.optional(),
})
