import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverUrlOf } from './base-path.js'
import { ConfigError, type Environment, environment, loadConfig } from './env.js'

describe('loadConfig', () => {
  let dataDir: string
  const production = {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgresql://app:pw@db.example.com/support',
    USER_JWT_SECRET: 'u'.repeat(32),
    STAFF_JWT_SECRET: 's'.repeat(32),
    ADMIN_EMAIL: 'first@example.com',
    ADMIN_PASSWORD: 'a long password',
  }

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'support-chat-env-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))

  const load = (env: Environment = {}) => loadConfig({ DATA_DIR: dataDir, ...env })
  const refusal = (env: Environment): string => {
    try {
      load(env)
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError)
      return (error as ConfigError).message
    }
    throw new Error('It was not refused')
  }

  it('needs nothing in development', () => {
    expect(load()).toMatchObject({
      environment: 'development',
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      databaseUrl: null,
      dataDir,
      redisUrl: null,
      firstAdmin: { email: 'admin@example.com', password: 'support-chat' },
      allowedOrigins: 'any',
      trustProxy: [],
      sessionIdleDays: 14,
      sessionMaxDays: 90,
      smtpUrl: null,
      mailFrom: '"Support Chat Support" <support@localhost>',
      appName: 'Support Chat',
      chatPageUrl: 'http://localhost:3000/demo',
      replyEmailDelaySeconds: 300,
      attachments: { maxBytes: 25 * 1024 * 1024, types: null, clamavUrl: null, s3: null },
      webhookAllowPrivate: true,
      apiDocs: true,
      userJwt: { issuer: null, audience: null },
    })
  })

  it('logs what is worth knowing in production, and warnings in development', () => {
    expect(load().logLevel).toBe('warn')
    expect(load(production).logLevel).toBe('info')
  })

  it('serves metrics where a port of their own is given', () => {
    expect(load().metrics).toBeNull()
    expect(load({ METRICS_PORT: '9464' }).metrics).toEqual({ port: 9464, host: '127.0.0.1' })
    expect(load({ METRICS_PORT: '9464', METRICS_HOST: '::' }).metrics).toEqual({ port: 9464, host: '::' })
    expect(refusal({ METRICS_PORT: '3000' })).toBe('METRICS_PORT must be another than PORT.')
  })

  it('makes development secrets once and keeps them in files that only their owner can read', () => {
    const first = load()
    const second = load()
    expect(second.userJwt).toEqual(first.userJwt)
    expect(second.staffJwtSecret).toBe(first.staffJwtSecret)
    expect(first.userJwt.key).toEqual({ secret: readFileSync(join(dataDir, 'user-jwt-secret'), 'utf8') })
    expect(first.staffJwtSecret).not.toBe(readFileSync(join(dataDir, 'user-jwt-secret'), 'utf8'))
    for (const file of ['user-jwt-secret', 'staff-jwt-secret']) {
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600)
    }
  })

  it('refuses a kept user secret that is too short', () => {
    writeFileSync(join(dataDir, 'user-jwt-secret'), 'short')
    expect(refusal({})).toBe(`The secret in ${join(dataDir, 'user-jwt-secret')} must be 32 bytes or longer.`)
  })

  it('names a DATA_DIR that cannot hold them', () => {
    const file = join(dataDir, 'a-file')
    writeFileSync(file, '')
    expect(() => load({ DATA_DIR: file })).toThrow(
      `${join(file, 'user-jwt-secret')} can neither be read nor made (ENOTDIR): set DATA_DIR to a folder of your own.`,
    )
  })

  it('takes every variable as it is set', () => {
    expect(
      load({
        ...production,
        PORT: '8080',
        HOST: '::1',
        LOG_LEVEL: 'debug',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
        METRICS_PORT: '9464',
        METRICS_HOST: '::1',
        PUBLIC_URL: 'https://support.example.com/',
        REDIS_URL: 'rediss://cache:6380',
        LINK_SECRET: 'a-secret-of-the-links-in-e-mails-alone',
        USER_JWT_ISSUER: 'acme',
        USER_JWT_AUDIENCE: 'chat',
        ALLOWED_ORIGINS: 'https://app.example.com/, http://localhost:4200',
        SESSION_IDLE_DAYS: '7',
        SESSION_MAX_DAYS: '30',
        OIDC_ISSUER: 'https://login.example.com',
        OIDC_CLIENT_ID: 'support',
        OIDC_CLIENT_SECRET: 's',
        OIDC_ALLOWED_DOMAINS: 'Example.com, example.org',
        OIDC_DEFAULT_ROLE: 'agent',
        OIDC_ROLE_CLAIM: 'roles',
        OIDC_BUTTON: 'Sign in with Acme',
        TRUST_PROXY: '10.0.0.0/8, 192.0.2.7',
        SMTP_URL: 'smtps://u:p@mail.example.com',
        MAIL_FROM: 'Acme <help@acme.test>',
        APP_NAME: 'Acme',
        CHAT_PAGE_URL: 'https://app.example.com/help?tab=chat#top',
        REPLY_EMAIL_DELAY_SECONDS: '0',
        ATTACHMENT_MAX_BYTES: '1000000',
        ATTACHMENT_TYPES: 'image/*, Application/PDF',
        CLAMAV_URL: 'tcp://scanner:3310',
        S3_BUCKET: 'files',
        S3_REGION: 'eu-central-1',
        S3_ENDPOINT: 'http://s3:9000',
        S3_ACCESS_KEY_ID: 'id',
        S3_SECRET_ACCESS_KEY: 'secret',
        WEBHOOK_ALLOW_PRIVATE: 'true',
        API_DOCS: 'on',
      }),
    ).toEqual({
      environment: 'production',
      port: 8080,
      host: '::1',
      logLevel: 'debug',
      otlpEndpoint: 'http://collector:4318',
      metrics: { port: 9464, host: '::1' },
      publicUrl: 'https://support.example.com',
      databaseUrl: production.DATABASE_URL,
      dataDir,
      redisUrl: 'rediss://cache:6380',
      userJwt: { key: { secret: production.USER_JWT_SECRET }, issuer: 'acme', audience: 'chat' },
      linkSecret: 'a-secret-of-the-links-in-e-mails-alone',
      staffJwtSecret: production.STAFF_JWT_SECRET,
      firstAdmin: { email: 'first@example.com', password: 'a long password' },
      allowedOrigins: ['https://app.example.com', 'http://localhost:4200'],
      sessionIdleDays: 7,
      sessionMaxDays: 30,
      oidc: {
        issuer: 'https://login.example.com',
        clientId: 'support',
        clientSecret: 's',
        allowedDomains: ['example.com', 'example.org'],
        defaultRole: 'agent',
        roleClaim: 'roles',
        button: 'Sign in with Acme',
      },
      passwordLogin: true,
      requireTotp: false,
      trustProxy: ['10.0.0.0/8', '192.0.2.7'],
      smtpUrl: 'smtps://u:p@mail.example.com',
      mailFrom: 'Acme <help@acme.test>',
      appName: 'Acme',
      chatPageUrl: 'https://app.example.com/help?tab=chat',
      replyEmailDelaySeconds: 0,
      attachments: {
        maxBytes: 1_000_000,
        types: ['image/*', 'application/pdf'],
        clamavUrl: 'tcp://scanner:3310',
        s3: {
          bucket: 'files',
          region: 'eu-central-1',
          endpoint: 'http://s3:9000',
          accessKeyId: 'id',
          secretAccessKey: 'secret',
        },
      },
      webhookAllowPrivate: true,
      apiDocs: true,
      ...{ schema: null, migrate: true, apiPath: '/api', namespace: '/', email: true, console: true },
    })
  })

  it.each(['https://example.com/my/support', 'https://example.com/my/support/'])(
    'has everything below the path of %s',
    (PUBLIC_URL) => {
      const config = load({ PUBLIC_URL })
      expect(config).toMatchObject({ publicUrl: 'https://example.com', apiPath: '/my/support/api' })
      expect(serverUrlOf(config)).toBe('https://example.com/my/support')
      expect(config.chatPageUrl).toBe('https://example.com/my/support/demo')
      expect(config.mailFrom).toContain('<support@example.com>')
    },
  )

  it('takes users from a JWKS document instead of a secret, and then makes no secret', () => {
    const USER_JWT_JWKS_URL = 'https://auth.example.com/jwks.json'
    expect(load({ USER_JWT_JWKS_URL }).userJwt.key).toEqual({ jwksUrl: USER_JWT_JWKS_URL })
    expect(() => statSync(join(dataDir, 'user-jwt-secret'))).toThrow('ENOENT')
  })

  it('takes app shells as pages that embed the widget', () => {
    const ALLOWED_ORIGINS = 'capacitor://localhost, ionic://localhost/,chrome-extension://abcdefghijklmnop,app://.'
    expect(load({ ALLOWED_ORIGINS }).allowedOrigins).toEqual([
      'capacitor://localhost',
      'ionic://localhost',
      'chrome-extension://abcdefghijklmnop',
      'app://.',
    ])
  })

  it.each([
    ['https://shop.example/#/help', 'https://shop.example/#/help'],
    ['https://shop.example/#!/help', 'https://shop.example/#!/help'],
    ['https://shop.example/#/a?b=c', 'https://shop.example/#/a?b=c'],
    ['https://shop.example/?x=1#/help', 'https://shop.example/?x=1#/help'],
    ['https://shop.example/#/help#support-chat', 'https://shop.example/#/help'],
    ['https://shop.example/help#support-chat', 'https://shop.example/help'],
    ['https://shop.example/help#top', 'https://shop.example/help'],
    ['https://shop.example/help#', 'https://shop.example/help'],
  ])('keeps the route of the page that e-mails lead to: %s', (CHAT_PAGE_URL, page) => {
    expect(load({ CHAT_PAGE_URL }).chatPageUrl).toBe(page)
  })

  it('counts an empty variable as not set', () => {
    expect(load({ PORT: '', DATABASE_URL: ' ', ALLOWED_ORIGINS: '' })).toMatchObject({
      port: 3000,
      databaseUrl: null,
      allowedOrigins: 'any',
    })
  })

  it('listens everywhere and lets only its own origin embed the widget in production', () => {
    expect(load(production)).toMatchObject({
      host: '0.0.0.0',
      allowedOrigins: [],
      webhookAllowPrivate: false,
      apiDocs: false,
    })
  })

  it('names everything that production misses, at once', () => {
    expect(refusal({ NODE_ENV: 'production' })).toBe(
      'In production nothing secret has a default: set DATABASE_URL, STAFF_JWT_SECRET, ADMIN_EMAIL, ADMIN_PASSWORD and USER_JWT_SECRET (or USER_JWT_JWKS_URL).',
    )
  })

  it.each(['DATABASE_URL', 'USER_JWT_SECRET', 'STAFF_JWT_SECRET', 'ADMIN_EMAIL', 'ADMIN_PASSWORD'])(
    'stops in production without %s',
    (name) => {
      expect(refusal({ ...production, [name]: '' })).toMatch(
        new RegExp(`^In production nothing secret has a default: set ${name}( \\(or USER_JWT_JWKS_URL\\))?\\.$`),
      )
    },
  )

  it('refuses a user secret of less than 32 bytes, counted as bytes', () => {
    expect(refusal({ USER_JWT_SECRET: 'x'.repeat(31) })).toBe('USER_JWT_SECRET must be 32 bytes or longer.')
    expect(load({ USER_JWT_SECRET: 'é'.repeat(16) }).userJwt.key).toEqual({ secret: 'é'.repeat(16) })
  })

  it('refuses a short staff secret in production', () => {
    expect(refusal({ ...production, STAFF_JWT_SECRET: 'short' })).toBe('STAFF_JWT_SECRET must be 32 bytes or longer.')
  })

  it('refuses a secret and a JWKS document at the same time', () => {
    expect(refusal({ USER_JWT_SECRET: 'u'.repeat(32), USER_JWT_JWKS_URL: 'https://a.example/jwks' })).toBe(
      'USER_JWT_SECRET and USER_JWT_JWKS_URL are both set: keep the one that signs your users in.',
    )
  })

  it.each([
    ['NODE_ENV', 'staging', 'must be development or production'],
    ['LOG_LEVEL', 'loud', 'must be one of trace, debug, info, warn, error, fatal, silent'],
    ['METRICS_PORT', '0', 'must be a whole number from 1 to 65535'],
    ['METRICS_HOST', 'http://x', 'must be a host name or an address'],
    ['PORT', '70000', 'must be a whole number from 0 to 65535'],
    ['PORT', '80a', 'must be a whole number from 0 to 65535'],
    ['HOST', 'http://x', 'must be a host name or an address'],
    ...['support.example.com', 'https://a.example/chat?a', 'https://a.example/a chat', 'https://a.example//chat'].map(
      (value) => [
        'PUBLIC_URL',
        value,
        'must be an address such as https://support.example.com or https://example.com/support',
      ],
    ),
    [
      'PUBLIC_URL',
      'https://a.example/api/chat',
      'must not have a path that begins with /api, /admin, /widget, /demo, /pages or /socket.io, which are below it',
    ],
    ['DATABASE_URL', 'mysql://h/db', 'must be a URL such as postgresql://user:password@host:5432/name'],
    ['REDIS_URL', 'localhost:6379', 'must be a URL such as redis://host:6379'],
    ['USER_JWT_JWKS_URL', 'nonsense', 'must be a URL such as https://auth.example.com/jwks.json'],
    ['ADMIN_EMAIL', 'admin', 'must be an e-mail address'],
    [
      'ALLOWED_ORIGINS',
      'https://a.example,b',
      'must be origins such as https://support.example.com, separated by commas',
    ],
    ['ALLOWED_ORIGINS', '*', 'takes no wildcards (*): name each origin'],
    ['ALLOWED_ORIGINS', 'https://a.example,https://*.a.example', 'takes no wildcards (*): name each origin'],
    [
      'ALLOWED_ORIGINS',
      'https://a.example,file://',
      'cannot hold null or file://, which every file and sandboxed frame says: give that page an origin of its own',
    ],
    [
      'TRUST_PROXY',
      'true',
      'must be addresses or ranges such as 10.0.0.0/8, separated by commas, or a number of proxies',
    ],
    [
      'OIDC_ALLOWED_DOMAINS',
      '@example.com',
      'must be domains such as example.com, separated by commas, without @ and wildcards',
    ],
    ['OIDC_DEFAULT_ROLE', 'owner', 'must be one of viewer, agent, admin'],
    ['PASSWORD_LOGIN', 'false', 'must be on or off'],
    ['REQUIRE_TOTP', 'on', 'must be true or false'],
    ['SESSION_IDLE_DAYS', '0', 'must be a whole number from 1 to 3650'],
    ['SMTP_URL', 'mail.example.com', 'must be a URL such as smtp://user:password@host:587'],
    ['MAIL_FROM', 'Support', 'must hold an e-mail address, such as Support <support@example.com>'],
    ['APP_NAME', 'a\r\nBcc: b@c.d', 'must be one line of text'],
    ['CHAT_PAGE_URL', '/help', 'must be a URL such as https://app.example.com/help'],
    ['WEBHOOK_ALLOW_PRIVATE', 'on', 'must be true or false'],
    ['ATTACHMENT_MAX_BYTES', '25 MB', 'must be a whole number from 1 to 5000000000'],
    ['ATTACHMENT_TYPES', 'png', 'must be types such as image/* and application/pdf, separated by commas'],
    ['CLAMAV_URL', 'localhost', 'must be an address such as tcp://localhost:3310 or unix:///run/clamav/clamd.ctl'],
    ['API_DOCS', 'maybe', 'must be on or off'],
    ['REPLY_EMAIL_DELAY_SECONDS', '-1', 'must be a whole number from 0 to 31536000'],
  ])('refuses %s=%j', (name, value, reason) => {
    expect(refusal({ [name]: value })).toBe(`${name} ${reason}.`)
  })

  it('refuses a bucket without the rest of S3, or the rest without a bucket', () => {
    const missing = (name: string) => `${name} must be set with the other variables of S3.`
    expect(refusal({ S3_BUCKET: 'files', S3_REGION: 'eu-central-1' })).toBe(
      [missing('S3_ACCESS_KEY_ID'), missing('S3_SECRET_ACCESS_KEY')].join(' '),
    )
    expect(refusal({ S3_ENDPOINT: 'https://s3.example.com' })).toContain(missing('S3_BUCKET'))
  })

  it.each([
    ['DATABASE_URL', 'postgres://u:p@ss#w/rd@host/db'],
    ['DATABASE_URL', 'postgres://u:hunter/2@host:5432/db'],
    ['DATABASE_URL', 'postgres://u:12/3@host/db'],
    ['DATABASE_URL', 'postgres://u:what?@host/db'],
    ['DATABASE_URL', 'postgres://u:p@ss?word@host/db'],
    ['DATABASE_URL', 'postgres://u:100%sure@host/db'],
    ['REDIS_URL', 'redis://:p#w@host:6379'],
    ['SMTP_URL', 'smtp://me@example.com:p/w@smtp.example.com:587'],
  ])('says that the password in %s=%s is to be encoded', (name, value) => {
    const said = refusal({ [name]: value })
    expect(said).toBe(
      `${name} has a user or password that must be percent-encoded: write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25.`,
    )
  })

  it.each([
    ['DATABASE_URL', 'postgres://u:p%40ss%23w%2Frd@host/db'],
    ['DATABASE_URL', 'postgres://u:p@host/db?application_name=me@here&sslmode=require'],
    ['DATABASE_URL', 'postgres://u:p@ss@host/db'],
    ['REDIS_URL', 'rediss://default:p%2Fw@host:6379/0'],
    ['SMTP_URL', 'smtp://me%40example.com:pw@smtp.example.com:587/?pool=true&name=a@b.c'],
  ])('takes %s=%s', (name, value) => {
    expect(() => load({ [name]: value })).not.toThrow()
  })

  it('refuses a password in production that staff could not choose', () => {
    const sentence = 'ADMIN_PASSWORD must have at least 10 characters, as every password of staff.'
    expect(refusal({ ...production, ADMIN_PASSWORD: 'a' })).toBe(sentence)
    expect(refusal({ ...production, ADMIN_PASSWORD: '🔑'.repeat(9) })).toBe(sentence)
    expect(() => load({ ADMIN_PASSWORD: 'a' })).not.toThrow()
  })

  it('has single sign-on whole or not at all, and no password where it is all there is', () => {
    const oidc = { OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }
    expect(refusal({ ...oidc, OIDC_CLIENT_SECRET: '' })).toBe('Single sign-on needs OIDC_CLIENT_SECRET too.')
    const notUrl = refusal({ ...oidc, OIDC_ISSUER: 'login.example.com' })
    expect(notUrl).toBe('OIDC_ISSUER must be a URL such as https://login.example.com.')
    expect(refusal({ PASSWORD_LOGIN: 'off' })).toBe(
      'PASSWORD_LOGIN is off, and without single sign-on nobody of staff gets in: set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
    )
    const config = load({ ...production, ...oidc, ADMIN_PASSWORD: '', PASSWORD_LOGIN: 'off' })
    expect(config).toMatchObject({ passwordLogin: false, firstAdmin: { email: 'first@example.com', password: null } })
    expect(load({})).toMatchObject({ oidc: null, passwordLogin: true, requireTotp: false })
    expect(load({ REQUIRE_TOTP: 'true' })).toMatchObject({ requireTotp: true })
  })

  it('asks what was meant where what is missing is nearly there', () => {
    expect(refusal({ ...production, DATABASE_URL: '', DATABSE_URL: 'postgres://u:hunter2@h/db' })).toBe(
      'In production nothing secret has a default: set DATABASE_URL. DATABSE_URL is not a variable of this server: did you mean DATABASE_URL?',
    )
  })

  it('names all wrong variables at once and tells none of their values', () => {
    const message = refusal({ PORT: 'x', DATABASE_URL: 'mysql://u:hunter2@h/db' })
    expect(message).toMatch(/^PORT .*\. DATABASE_URL .*\.$/)
    expect(message).not.toContain('hunter2')
  })
})

describe('environment', () => {
  const file = join(tmpdir(), `support-chat-${process.pid}.env`)

  afterEach(() => {
    rmSync(file, { force: true })
    delete process.env['FROM_BOTH']
  })

  it('adds what the .env file holds; the real environment wins', () => {
    writeFileSync(file, 'FROM_FILE="a file" # with a comment\nFROM_BOTH=file\n')
    process.env['FROM_BOTH'] = 'real'
    expect(environment(file)).toMatchObject({ FROM_FILE: 'a file', FROM_BOTH: 'real' })
  })

  it('does without the file', () => {
    expect(environment(file)).toBe(process.env)
  })

  it('names a file that cannot be read', () => {
    expect(() => environment(tmpdir())).toThrow(`${tmpdir()} cannot be read.`)
  })
})
