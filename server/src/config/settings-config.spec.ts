import type { SupportChatSettings } from './settings.js'
import { configOf } from './settings-config.js'

const databaseUrl = 'postgresql://app:pw@db.example.com/app'
const secret = 'a secret of thirty-two bytes, or some more'
const production = { production: true, databaseUrl, userJwt: { secret }, staff: { jwtSecret: secret } }

const problemOf = (settings: object): string => {
  try {
    configOf(settings as SupportChatSettings)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('It was taken')
}

describe('The options of an application that imports the module', () => {
  it('have defaults, in a schema of its own and without an account', () => {
    expect(configOf(production)).toMatchObject({
      ...{ schema: 'support_chat', migrate: true, apiPath: '/api', namespace: '/', redisUrl: null, email: true },
      ...{ firstAdmin: null, allowedOrigins: [], replyEmailDelaySeconds: 300, apiDocs: false },
    })
  })

  it('need no secret of staff where nobody of staff signs in and no e-mail has links', () => {
    const settings = { ...production, staff: undefined, email: false as const, console: false, redis: undefined }
    expect(configOf(settings)).toMatchObject({ email: false, staffJwtSecret: expect.stringMatching(/^.{43}$/) })
  })

  it('serve metrics where a port is given for them', () => {
    expect(configOf(production).metrics).toBeNull()
    expect(configOf({ ...production, metrics: { port: 3000 } }).metrics).toEqual({ port: 3000, host: '127.0.0.1' })
  })

  it.each([
    [{ ...production, metrics: { port: 0 } }, 'metrics.port must be a whole number from 1 to 65535.'],
    [{ ...production, redis: 'cache:6379' }, 'redis must be a URL such as redis://host:6379.'],
    [{ ...production, path: '/support' }, 'path must begin with / and end in /api, such as /support/api.'],
    [
      { ...production, publicUrl: 'https://example.com/support' },
      'publicUrl must be an origin such as https://example.com, without a path: `path` has that.',
    ],
    [{ ...production, schema: 'Support' }, 'schema must be small letters, digits and _, such as support_chat.'],
    [{ ...production, redisUrl: 'redis://cache' }, 'redisUrl is no option.'],
    [{ ...production, email: { smtp: '' } }, 'email.smtp is no option.'],
    [{ ...production, userJwt: { secret: 'short' } }, 'userJwt.secret must be 32 bytes or longer.'],
    [{ production: false, userJwt: { secret } }, 'dataSource or databaseUrl must be given.'],
    [
      { production: true, databaseUrl },
      'In production nothing secret has a default: set staff.jwtSecret and userJwt.secret (or userJwt.jwksUrl).',
    ],
  ])('%j are refused with a sentence that names the option', (settings, sentence) => {
    expect(problemOf(settings)).toContain(sentence)
  })
})
