import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkDataDir } from './data-dir.js'
import { type Environment, loadConfig } from './env.js'
import { startWarnings } from './start-warnings.js'

describe('A start that is hardly what the operator wants', () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'support-chat-warnings-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))

  const sound: Environment = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://support.example.com',
    DATABASE_URL: 'postgresql://app:pw@db.example.com/support',
    USER_JWT_SECRET: '5f0c1d0d9a4f4f6f8f6b2c9f63f7a3a1e1b1d8c0a2f94b57',
    STAFF_JWT_SECRET: 'nJ2l9bYw0cXG5wq0q3Zt7uVd1mKpR8eF',
    ADMIN_EMAIL: 'first@example.com',
    ADMIN_PASSWORD: 'correct horse battery',
    SMTP_URL: 'smtp://u:p@mail.example.com',
    CHAT_PAGE_URL: 'https://shop.example/help',
  }
  const jwks = { USER_JWT_SECRET: '', USER_JWT_JWKS_URL: 'https://id.example/jwks', USER_JWT_AUDIENCE: 'chat' }
  const warnings = (env: Environment) => {
    const all = { ...sound, DATA_DIR: dataDir, ...env }
    return startWarnings(loadConfig(all), all)
  }

  it('is not one where everything is set', () => {
    expect(warnings({})).toEqual([])
    expect(warnings(jwks)).toEqual([])
    expect(startWarnings(loadConfig({ DATA_DIR: dataDir }), { PATH: '/bin', HOSTNAME: 'x', PORTS: '1' })).toEqual([])
  })

  it.each<[string, Environment, RegExp]>([
    ['e-mails become files', { SMTP_URL: '' }, /^SMTP_URL is not set, .*DATA_DIR\/mail\.$/],
    ['e-mails lead to the demo', { CHAT_PAGE_URL: '' }, /^CHAT_PAGE_URL is the demo page/],
    [
      'they lead there on purpose',
      { CHAT_PAGE_URL: 'https://support.example.com/demo?user=ada' },
      /^CHAT_PAGE_URL is the demo page/,
    ],
    ['links lead to this machine', { PUBLIC_URL: '' }, /^PUBLIC_URL is not set, .*localhost:3000/],
    ['everything goes over http', { PUBLIC_URL: 'http://support.example.com' }, /^PUBLIC_URL is http/],
    ['keys come over http', { ...jwks, USER_JWT_JWKS_URL: 'http://id.example/jwks' }, /^USER_JWT_JWKS_URL is http/],
    ['any token of a provider counts', { ...jwks, USER_JWT_AUDIENCE: '' }, /^USER_JWT_AUDIENCE is not set/],
    ['a secret is one letter', { USER_JWT_SECRET: 'x'.repeat(40) }, /^USER_JWT_SECRET is easily guessed/],
    ['a secret is a word', { STAFF_JWT_SECRET: 'hunter2pass!'.repeat(4) }, /^STAFF_JWT_SECRET is easily guessed/],
    ['a secret is counted', { STAFF_JWT_SECRET: '0123456789'.repeat(4) }, /^STAFF_JWT_SECRET is easily guessed/],
    [
      'a secret is a sample’s',
      { USER_JWT_SECRET: 'change-me-to-a-long-random-string-please' },
      /^USER_JWT_SECRET is easily guessed/,
    ],
    ['both secrets are one', { STAFF_JWT_SECRET: String(sound['USER_JWT_SECRET']) }, /^STAFF_JWT_SECRET is the same/],
    ['the password is known', { ADMIN_PASSWORD: 'support-chat' }, /^ADMIN_PASSWORD is the one of the documentation/],
    [
      'development is public',
      { NODE_ENV: 'development', CHAT_PAGE_URL: '' },
      /^NODE_ENV is development, where the demo page signs in/,
    ],
  ])('is told in one sentence, where %s', (_case, env, sentence) => {
    const told = warnings(env)
    expect(told).toEqual([expect.stringMatching(sentence)])
    for (const value of ['hunter2', 'id.example', 'xxxx']) expect(told.join()).not.toContain(value)
  })

  it.each([
    ['SMPT_URL', 'SMTP_URL'],
    ['SMTPURL', 'SMTP_URL'],
    ['ALLOWED_ORIGIN', 'ALLOWED_ORIGINS'],
    ['ALOWED_ORIGNS', 'ALLOWED_ORIGINS'],
    ['USER_JWT_SECRT', 'USER_JWT_SECRET'],
    ['REDIS_URI', 'REDIS_URL'],
    ['DATABASE-URL', 'DATABASE_URL'],
    ['chat_page_url', 'CHAT_PAGE_URL'],
    ['API_DOC', 'API_DOCS'],
  ])('is told where %s is set, which is nearly %s', (written, meant) => {
    const all = { DATA_DIR: dataDir, [written]: 'hunter2' }
    expect(startWarnings(loadConfig(all), all)).toEqual([
      `${written} is not a variable of this server: did you mean ${meant}?`,
    ])
  })

  it('takes a name that is nearly a variable’s for another program’s where that variable is set', () => {
    expect(warnings({ SMPT_URL: 'x' })).toEqual([])
  })

  it('leaves other programs’ variables alone', () => {
    const others = { HTTP_URL: 'x', HOSTNAME: 'x', APP_HOME: 'x', APP_PORT: 'x', POST: 'x', LANG: 'x', REDIS_HOST: 'x' }
    const all = { DATA_DIR: dataDir, ...others }
    expect(startWarnings(loadConfig(all), all)).toEqual([])
  })

  it('stops where DATA_DIR cannot be written and has to be, and is told where it need not be', async () => {
    const file = join(dataDir, 'a-file')
    writeFileSync(file, '')
    const config = (env: Environment) => loadConfig({ ...sound, DATA_DIR: join(file, 'below'), ...env })
    const sentence = /^DATA_DIR .*a-file\/below cannot be written \(ENOTDIR\): let this account write there, or set/
    await expect(checkDataDir(config({ SMTP_URL: '' }))).rejects.toThrow(sentence)
    expect(await checkDataDir(config({}))).toMatch(sentence)
    expect(await checkDataDir(config({ DATA_DIR: join(dataDir, 'new') }))).toBeNull()
  })
})
