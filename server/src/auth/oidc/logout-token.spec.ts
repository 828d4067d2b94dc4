import type { JWTPayload } from 'jose'
import { readLogout } from './logout-token.js'

const event = 'http://schemas.openid.net/event/backchannel-logout'
const token = { jti: 'a', sub: 'bea', sid: 'session', events: { [event]: {} } }

describe('A logout token', () => {
  it.each([
    ['one session', { ...token, sub: undefined }],
    ['all sessions of somebody', { ...token, sid: undefined }],
    ['one session of somebody', token],
  ])('ends %s', (_case, payload) => {
    expect(readLogout(payload)).toMatchObject(JSON.parse(JSON.stringify(payload)) as object)
  })

  it.each([
    ['says nobody', { ...token, sub: undefined, sid: undefined }],
    ['has no id', { ...token, jti: undefined }],
    ['is an ID token', { ...token, nonce: 'n' }],
    ['tells of no event', { ...token, events: undefined }],
    ['tells of another event', { ...token, events: { 'https://schemas.example.com/other': {} } }],
    ['tells of the event as a text', { ...token, events: { [event]: 'yes' } }],
  ])('is none where it %s', (_case, payload) => {
    expect(readLogout(payload as JWTPayload)).toBeNull()
  })
})
