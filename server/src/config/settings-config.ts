import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Config } from './config.js'
import { checkVariables, ConfigError, type Environment, isProduction, toConfig } from './env.js'
import type { SupportChatSettings } from './settings.js'

/** The variable that means the same as an option. */
const VARIABLES: Record<string, string> = {
  databaseUrl: 'DATABASE_URL',
  redis: 'REDIS_URL',
  publicUrl: 'PUBLIC_URL',
  appName: 'APP_NAME',
  dataDir: 'DATA_DIR',
  'userJwt.secret': 'USER_JWT_SECRET',
  'userJwt.jwksUrl': 'USER_JWT_JWKS_URL',
  'userJwt.issuer': 'USER_JWT_ISSUER',
  'userJwt.audience': 'USER_JWT_AUDIENCE',
  'staff.jwtSecret': 'STAFF_JWT_SECRET',
  'email.linkSecret': 'LINK_SECRET',
  'staff.email': 'ADMIN_EMAIL',
  'staff.password': 'ADMIN_PASSWORD',
  'staff.sessionIdleDays': 'SESSION_IDLE_DAYS',
  'staff.sessionMaxDays': 'SESSION_MAX_DAYS',
  'staff.passwordLogin': 'PASSWORD_LOGIN',
  'staff.requireTotp': 'REQUIRE_TOTP',
  'oidc.issuer': 'OIDC_ISSUER',
  'oidc.clientId': 'OIDC_CLIENT_ID',
  'oidc.clientSecret': 'OIDC_CLIENT_SECRET',
  'oidc.allowedDomains': 'OIDC_ALLOWED_DOMAINS',
  'oidc.defaultRole': 'OIDC_DEFAULT_ROLE',
  'oidc.roleClaim': 'OIDC_ROLE_CLAIM',
  'oidc.button': 'OIDC_BUTTON',
  allowedOrigins: 'ALLOWED_ORIGINS',
  trustProxy: 'TRUST_PROXY',
  'attachments.maxBytes': 'ATTACHMENT_MAX_BYTES',
  'attachments.types': 'ATTACHMENT_TYPES',
  'attachments.clamavUrl': 'CLAMAV_URL',
  's3.bucket': 'S3_BUCKET',
  's3.region': 'S3_REGION',
  's3.endpoint': 'S3_ENDPOINT',
  's3.accessKeyId': 'S3_ACCESS_KEY_ID',
  's3.secretAccessKey': 'S3_SECRET_ACCESS_KEY',
  webhookAllowPrivate: 'WEBHOOK_ALLOW_PRIVATE',
  'metrics.port': 'METRICS_PORT',
  'metrics.host': 'METRICS_HOST',
  'email.smtpUrl': 'SMTP_URL',
  'email.from': 'MAIL_FROM',
  'email.chatPageUrl': 'CHAT_PAGE_URL',
  'email.delaySeconds': 'REPLY_EMAIL_DELAY_SECONDS',
}
const OPTIONS = Object.fromEntries(Object.entries(VARIABLES).map(([option, variable]) => [variable, option]))

/** Options for which there are no variables. */
const own = z.object({
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be small letters, digits and _, such as support_chat')
    .default('support_chat'),
  path: z
    .string()
    .regex(/^(?:\/[\w.~-]+)*\/api$/, 'must begin with / and end in /api, such as /support/api')
    .default('/api'),
  namespace: z
    .string()
    .regex(/^\/[\w./~-]*$/, 'must begin with /, such as /support')
    .default('/'),
  migrate: z.boolean('must be true or false').default(true),
  console: z.boolean('must be true or false').default(true),
  production: z.boolean('must be true or false').default(isProduction),
  apiDocs: z.boolean('must be true or false').optional(),
})
const PATH_OF_PUBLIC_URL = 'publicUrl must be an origin such as https://example.com, without a path: `path` has that.'
const OTHERS = ['dataSource', 'userJwt', 'staff', 'oidc', 'email', 'metrics', 'attachments', 's3']

/**
 * Checks the options of an application that imports the module, and fills in the defaults.
 * @param extensions names of further options, which are no settings
 * @throws ConfigError that names all options that are missing or wrong, never their values
 */
export function configOf(settings: SupportChatSettings, extensions: readonly string[] = []): Config {
  const hasOwnUsers = 'authenticateUser' in settings && settings.authenticateUser !== undefined
  const parsed = own.safeParse(pick(settings, Object.keys(own.shape)))
  const { production = false, console = true } = parsed.data ?? {}
  const given = toVariables(settings, production)
  const needsStaffSecret = console || settings.email !== false
  const { values, problems } = checkVariables(withUnused(given, { hasOwnUsers, needsStaffSecret }), [
    ...(settings.dataSource ? [] : ['DATABASE_URL']),
    'STAFF_JWT_SECRET',
    'USER_JWT_SECRET (or USER_JWT_JWKS_URL)',
  ])
  const all = [
    ...unknownOptions(settings, extensions),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}.`),
    ...problems.map((problem) => problem.replace(/\b[A-Z]+(?:_[A-Z]+)+\b/g, (name) => OPTIONS[name] ?? name)),
    ...(!settings.dataSource && !settings.databaseUrl ? ['dataSource or databaseUrl must be given.'] : []),
    ...(values?.PUBLIC_URL && new URL(values.PUBLIC_URL).pathname !== '/' ? [PATH_OF_PUBLIC_URL] : []),
  ]
  if (!values || !parsed.success || all.length > 0) throw new ConfigError(`Support Chat: ${all.join(' ')}`)
  const { schema, path, namespace, migrate, apiDocs = !production } = parsed.data
  const config = toConfig(values)
  const chatPageUrl = given['CHAT_PAGE_URL'] ? config.chatPageUrl : config.publicUrl
  const firstAdmin = settings.staff?.email || (!production && console) ? config.firstAdmin : null
  return new Config({
    ...config,
    ...{
      dataSource: settings.dataSource,
      schema,
      migrate,
      apiPath: path,
      namespace,
      apiDocs,
      firstAdmin,
      chatPageUrl,
      console,
    },
    email: settings.email !== false,
  })
}

/** As the environment would have them. */
function toVariables(settings: SupportChatSettings, production: boolean): Environment {
  const values = Object.entries(VARIABLES).map(([option, variable]) => {
    const [name = '', part] = option.split('.')
    const value = (settings as Record<string, unknown>)[name]
    const found = part === undefined ? value : (value as Record<string, unknown> | undefined)?.[part]
    return [variable, (found as { toString(): string } | null | undefined)?.toString()] as const
  })
  const set = values.filter(([, value]) => value !== undefined && value.trim() !== '')
  return { ...Object.fromEntries(set), NODE_ENV: production ? 'production' : 'development' }
}

/** Secrets that nothing uses need not be given, nor be kept: any will do. */
function withUnused(given: Environment, { hasOwnUsers, needsStaffSecret }: Record<string, boolean>): Environment {
  const any = () => randomBytes(32).toString('base64url')
  return {
    ...(hasOwnUsers && !given['USER_JWT_JWKS_URL'] ? { USER_JWT_SECRET: any() } : {}),
    ...(needsStaffSecret ? {} : { STAFF_JWT_SECRET: any() }),
    ...given,
  }
}

function unknownOptions(settings: SupportChatSettings, extensions: readonly string[]): string[] {
  const known = [...Object.keys(own.shape), ...OTHERS, ...extensions, ...Object.keys(VARIABLES)]
  const groups = new Set(['userJwt', 'staff', 'oidc', 'email', 'metrics', 'attachments', 's3'])
  const names = Object.entries(settings as Record<string, unknown>).flatMap(([name, value]) =>
    groups.has(name) && value ? [name, ...Object.keys(value).map((part) => `${name}.${part}`)] : [name],
  )
  const unknown = names.filter((name) => !known.includes(name))
  return unknown.map((name) => `${name} is no option.`)
}

function pick(settings: object, names: string[]): object {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)))
}
