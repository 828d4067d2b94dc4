import { isOriginAllowed } from './allowed-origins.js'

const config = { allowedOrigins: ['https://shop.example'], publicUrl: 'https://support.example/chat' }

describe('An origin', () => {
  it.each(['https://shop.example', 'https://support.example', undefined])('is allowed where it is %s', (origin) => {
    expect(isOriginAllowed(config, origin)).toBe(true)
  })

  it.each(['https://evil.example', 'http://shop.example', 'https://shop.example.evil.example', 'null', ''])(
    'is refused where it is "%s"',
    (origin) => {
      expect(isOriginAllowed(config, origin)).toBe(false)
    },
  )

  it('is any where any is allowed', () => {
    expect(isOriginAllowed({ ...config, allowedOrigins: 'any' }, 'https://evil.example')).toBe(true)
  })
})
