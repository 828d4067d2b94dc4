import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { MIN_PASSWORD_LENGTH } from '@support-chat/shared'
import type { z } from 'zod'
import { s3Problems, toAttachments } from './attachments-config.js'
import { Config, DEFAULT_PASSWORD, type OidcConfig, type UserJwtConfig } from './config.js'
import { loadOrCreateSecret } from './load-or-create-secret.js'
import { misspeltVariables } from './misspelt.js'
import { MIN_SECRET_BYTES } from './secret-rotation.js'
import { StartError } from './start-error.js'
import { variables } from './variables.js'

/** The environment is not a valid configuration. The message names every variable that is missing or wrong. */
export class ConfigError extends StartError {
  override name = 'ConfigError'
}

export type Environment = Record<string, string | undefined>
export type Variables = z.output<typeof variables>

export const knownVariables: readonly string[] = Object.keys(variables.shape)

/** What Node.js programs go by. */
export const isProduction = (): boolean => process.env['NODE_ENV'] === 'production'

/** The variables that are set: an empty one counts as not set. */
export const setVariables = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))

/** Their defaults are for development, and unsafe anywhere else. */
const REQUIRED_IN_PRODUCTION = [
  'DATABASE_URL',
  'STAFF_JWT_SECRET',
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'USER_JWT_SECRET (or USER_JWT_JWKS_URL)',
]

/** The process's variables, and those of the project's `.env` file that the process does not set. */
export function environment(file = fileURLToPath(new URL('../../../.env', import.meta.url))): Environment {
  if (!existsSync(file)) return process.env
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...process.env }
  } catch {
    throw new ConfigError(`${file} cannot be read.`)
  }
}

/**
 * Removes PostgreSQL's own variables (PGHOST, PGSSLMODE, PGOPTIONS and all others) from this process. The driver would use
 * them where a URL leaves something open, but they are about some other server than the embedded one.
 */
export function clearPostgresEnvironment(): void {
  for (const name of Object.keys(process.env)) {
    if (/^PG[A-Z_]+$/.test(name)) Reflect.deleteProperty(process.env, name)
  }
}

/**
 * Reads and checks every variable, and fills in the defaults. An empty one counts as not set.
 * In development, missing secrets are made at random and kept in DATA_DIR.
 * @throws ConfigError that names all variables that are missing or wrong, never their values
 */
export function loadConfig(env: Environment = environment()): Config {
  const given = setVariables(env)
  const { values, problems } = checkVariables(given, REQUIRED_IN_PRODUCTION)
  if (values && values.METRICS_PORT === values.PORT) problems.push('METRICS_PORT must be another than PORT.')
  // A missing variable may be set under a misspelt name.
  if (!values || problems.length > 0)
    throw new ConfigError([...problems, ...misspeltVariables(given, knownVariables)].join(' '))
  return toConfig(values)
}

/**
 * Checks variables. Each problem is a sentence that begins with, or holds, the names of the variables that it is about.
 * @param required those that must be set in production
 */
export function checkVariables(
  given: Environment,
  required: readonly string[],
): { values: Variables | null; problems: string[] } {
  const parsed = variables.safeParse(given)
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`),
    ...secretProblems(given),
    ...signOnProblems(given),
    ...s3Problems(given),
    ...missingInProduction(given, required),
  ].map((problem) => `${problem}.`)
  return { values: parsed.success && problems.length === 0 ? parsed.data : null, problems }
}

function missingInProduction(given: Environment, required: readonly string[]): string[] {
  if (given['NODE_ENV'] !== 'production') return []
  // What stands in brackets serves as well.
  const needed = required.filter((name) => name !== 'ADMIN_PASSWORD' || given['PASSWORD_LOGIN'] !== 'off')
  const missing = needed.filter((names) => !names.match(/[A-Z_]+/g)?.some((name) => given[name]))
  if (missing.length === 0) return []
  return [`In production nothing secret has a default: set ${new Intl.ListFormat('en-GB').format(missing)}`]
}

function secretProblems(given: Environment): string[] {
  const problems: string[] = []
  if (given['USER_JWT_SECRET'] && given['USER_JWT_JWKS_URL']) {
    problems.push('USER_JWT_SECRET and USER_JWT_JWKS_URL are both set: keep the one that signs your users in')
  }
  const checked = [
    'USER_JWT_SECRET',
    'LINK_SECRET',
    ...(given['NODE_ENV'] === 'production' ? ['STAFF_JWT_SECRET'] : []),
  ]
  for (const name of checked) {
    if (isShort(given[name])) problems.push(`${name} must be ${MIN_SECRET_BYTES} bytes or longer`)
  }
  const { NODE_ENV, ADMIN_PASSWORD } = given
  if (NODE_ENV === 'production' && ADMIN_PASSWORD && [...ADMIN_PASSWORD].length < MIN_PASSWORD_LENGTH) {
    problems.push(`ADMIN_PASSWORD must have at least ${MIN_PASSWORD_LENGTH} characters, as every password of staff`)
  }
  return problems
}

function signOnProblems(given: Environment): string[] {
  const needed = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']
  const missing = needed.filter((name) => !given[name])
  const names = new Intl.ListFormat('en-GB').format(missing)
  if (missing.length === 0) return []
  if (missing.length < needed.length) return [`Single sign-on needs ${names} too`]
  return given['PASSWORD_LOGIN'] === 'off'
    ? [`PASSWORD_LOGIN is off, and without single sign-on nobody of staff gets in: set ${names}`]
    : []
}

function isShort(secret: string | undefined): boolean {
  return secret !== undefined && Buffer.byteLength(secret) < MIN_SECRET_BYTES
}

/** Fills in the defaults. */
export function toConfig(given: Variables): Config {
  const production = given.NODE_ENV === 'production'
  const dataDir = resolve(given.DATA_DIR)
  const serverUrl = given.PUBLIC_URL ?? `http://localhost:${given.PORT}`
  const { origin: publicUrl, pathname } = new URL(serverUrl)
  return new Config({
    environment: production ? 'production' : 'development',
    port: given.PORT,
    host: given.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl,
    apiPath: `${pathname.replace(/\/$/, '')}/api`,
    databaseUrl: given.DATABASE_URL ?? null,
    dataDir,
    redisUrl: given.REDIS_URL ?? null,
    userJwt: toUserJwt(given, dataDir),
    staffJwtSecret: given.STAFF_JWT_SECRET ?? loadOrCreateSecret(join(dataDir, 'staff-jwt-secret')),
    linkSecret: given.LINK_SECRET ?? null,
    sessionIdleDays: given.SESSION_IDLE_DAYS,
    sessionMaxDays: given.SESSION_MAX_DAYS,
    firstAdmin: toFirstAdmin(given),
    oidc: toOidc(given),
    passwordLogin: given.PASSWORD_LOGIN === 'on',
    requireTotp: given.REQUIRE_TOTP === 'true',
    allowedOrigins: given.ALLOWED_ORIGINS ?? (production ? [] : 'any'),
    trustProxy: given.TRUST_PROXY,
    smtpUrl: given.SMTP_URL ?? null,
    mailFrom: given.MAIL_FROM ?? defaultSender(given.APP_NAME, publicUrl),
    appName: given.APP_NAME,
    chatPageUrl: given.CHAT_PAGE_URL ?? `${serverUrl}/demo`,
    replyEmailDelaySeconds: given.REPLY_EMAIL_DELAY_SECONDS,
    attachments: toAttachments(given),
    webhookAllowPrivate: given.WEBHOOK_ALLOW_PRIVATE ? given.WEBHOOK_ALLOW_PRIVATE === 'true' : !production,
    ...(given.LOG_LEVEL && { logLevel: given.LOG_LEVEL }),
    otlpEndpoint: given.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    metrics: given.METRICS_PORT === undefined ? null : { port: given.METRICS_PORT, host: given.METRICS_HOST },
    apiDocs: given.API_DOCS ? given.API_DOCS === 'on' : !production,
  })
}

function toUserJwt(given: Variables, dataDir: string): UserJwtConfig {
  return {
    key: given.USER_JWT_JWKS_URL
      ? { jwksUrl: given.USER_JWT_JWKS_URL }
      : { secret: given.USER_JWT_SECRET ?? loadOrCreateUserSecret(join(dataDir, 'user-jwt-secret')) },
    issuer: given.USER_JWT_ISSUER ?? null,
    audience: given.USER_JWT_AUDIENCE ?? null,
  }
}

function toFirstAdmin(given: Variables): Config['firstAdmin'] {
  const password = given.PASSWORD_LOGIN === 'off' ? null : (given.ADMIN_PASSWORD ?? DEFAULT_PASSWORD)
  return { email: given.ADMIN_EMAIL ?? 'admin@example.com', password }
}

function toOidc(given: Variables): OidcConfig | null {
  if (!given.OIDC_ISSUER || !given.OIDC_CLIENT_ID || !given.OIDC_CLIENT_SECRET) return null
  return {
    issuer: given.OIDC_ISSUER,
    clientId: given.OIDC_CLIENT_ID,
    clientSecret: given.OIDC_CLIENT_SECRET,
    allowedDomains: given.OIDC_ALLOWED_DOMAINS ?? null,
    defaultRole: given.OIDC_DEFAULT_ROLE ?? null,
    roleClaim: given.OIDC_ROLE_CLAIM ?? null,
    button: given.OIDC_BUTTON ?? null,
  }
}

function loadOrCreateUserSecret(file: string): string {
  const secret = loadOrCreateSecret(file)
  if (isShort(secret)) throw new ConfigError(`The secret in ${file} must be ${MIN_SECRET_BYTES} bytes or longer.`)
  return secret
}

function defaultSender(appName: string, publicUrl: string): string {
  return `"${appName.replace(/["\\]/g, '\\$&')} Support" <support@${new URL(publicUrl).hostname}>`
}
