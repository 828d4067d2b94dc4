import { MAX_ATTEMPTS, toRefusal, retryInSeconds } from './email-outbox.policy.js'

describe('Trying again', () => {
  it('begins after 15 seconds, backs off to an hour, and spans a night', () => {
    const waits = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => retryInSeconds(index + 1))
    expect(waits.slice(0, 4)).toEqual([15, 30, 60, 120])
    expect(Math.max(...waits)).toBe(3_600)
    const hours = waits.reduce((sum, seconds) => sum + seconds) / 3_600
    expect(hours).toBeGreaterThan(7)
    expect(hours).toBeLessThan(10)
  })
})

describe('A refusal', () => {
  it.each([
    [{ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }, 'EENVELOPE 550', true],
    [{ code: 'EMESSAGE', responseCode: 554, command: 'DATA' }, 'EMESSAGE 554', true],
    [{ code: 'EENVELOPE', command: 'API' }, 'EENVELOPE', true],
    [{ code: 'EENVELOPE', responseCode: 450, command: 'RCPT TO' }, 'EENVELOPE 450', false],
    [{ code: 'EENVELOPE', responseCode: 553, command: 'MAIL FROM' }, 'EENVELOPE 553', false],
    [{ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }, 'EAUTH 535', false],
    [{ code: 'ESOCKET' }, 'ESOCKET', false],
    [new Error('somebody@example.com is not welcome'), 'UNKNOWN', false],
  ])('%j is recorded as %s, without addresses', (error, reason, permanent) => {
    expect(toRefusal(error)).toEqual({ reason, permanent })
  })
})
