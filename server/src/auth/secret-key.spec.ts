import { createHmac, generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { toSecretKey } from './secret-key.js'

const verify = (token: string, key: Buffer) => jwt.verify(token, toSecretKey(key), { algorithms: ['HS256'] })

describe('toSecretKey', () => {
  it('verifies what the secret has signed', () => {
    const secret = Buffer.from('a secret of thirty-two letters !')
    expect(verify(jwt.sign({ sub: 'ada' }, secret), secret)).toMatchObject({ sub: 'ada' })
  })

  it('verifies nothing with a public key, which is no secret', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const known = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }))
    const [header, claims] = [{ alg: 'HS256', typ: 'JWT' }, { sub: 'eve' }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    )
    const forged = `${header}.${claims}.${createHmac('sha256', known).update(`${header}.${claims}`).digest('base64url')}`
    expect(() => verify(forged, known)).toThrow('symmetric key')
  })
})
