import { readClaims, userKeyOf, userKeyOfToken } from './identity.js'

const token = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`

describe('who a token speaks for', () => {
  test('its claims are read, whatever the script of the name', () => {
    expect(readClaims(token({ sub: '1', name: 'Žofie 李' }))).toEqual({ sub: '1', name: 'Žofie 李' })
  })

  test.each(['', 'x', 'a.b.c', token(null), token({}), token({ sub: '' }), token({ sub: 1 })])(
    '%j is nobody',
    (text) => {
      expect(readClaims(text)).toBeNull()
    },
  )

  test('one person has one key, whichever the token', () => {
    expect(userKeyOfToken(token({ sub: '1', exp: 1 }))).toBe(userKeyOfToken(token({ sub: '1', exp: 2 })))
    expect(userKeyOfToken(token({ sub: '1' }))).not.toBe(userKeyOfToken(token({ sub: '2' })))
    expect(userKeyOfToken(token({ sub: '1', iss: 'a' }))).not.toBe(userKeyOfToken(token({ sub: '1', iss: 'b' })))
    expect(userKeyOfToken(null)).toBeNull()
  })

  test('one person is two on two servers', () => {
    expect(userKeyOf('https://a.example', { sub: '1' })).not.toBe(userKeyOf('https://b.example', { sub: '1' }))
  })
})
