import { isOriginAllowed, toOrigin } from './allowed-origins.js'

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

describe('toOrigin', () => {
  it.each([
    ['https://app.example.com/', 'https://app.example.com'],
    ['https://App.Example.com:443', 'https://app.example.com'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
    ['http://localhost:8100', 'http://localhost:8100'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['ionic://localhost:8080/', 'ionic://localhost:8080'],
    ['tauri://localhost', 'tauri://localhost'],
    ['app://.', 'app://.'],
    ['chrome-extension://abcdefghijklmnop', 'chrome-extension://abcdefghijklmnop'],
    ['moz-extension://1BC2D3E4-0000-4000-8000-000000000000', 'moz-extension://1bc2d3e4-0000-4000-8000-000000000000'],
  ])('takes %s for %s', (value, origin) => {
    expect(toOrigin(value)).toBe(origin)
  })

  it.each([
    'app.example.com',
    'null',
    'https://app.example.com/chat',
    'https://app.example.com?',
    'https://u:p@app.example.com',
    'capacitor://localhost/index.html',
    'capacitor:localhost',
    'file://',
    'file:///index.html',
    'wss://app.example.com',
    'data:text/html,x',
  ])('finds none in %s', (value) => {
    expect(toOrigin(value)).toBeNull()
  })
})
