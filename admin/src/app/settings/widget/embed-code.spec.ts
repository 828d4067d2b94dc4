import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allowLine, embedCode, FRAMEWORKS, headCode } from './embed-code.js'
import { BACKENDS, TOKEN_CODE } from './token-code.js'

const README = readFileSync(join(__dirname, '../../../../../README.md'), 'utf8')
const SERVER = { public_url: 'https://support.example.com' }
const PLAIN = { accent: '', heading: '', position: 'bottom-right' } as const
/** Which script is loaded is told in the README once, for all of them. */
const lines = (text: string) => text.split('\n').map((line) => line.trim().replace('></support-chat>', ' />'))

describe('What pages are given to embed', () => {
  it.each(FRAMEWORKS)('is what the README says: %s', (framework) => {
    const readme = lines(README)
    expect(lines(embedCode(framework, SERVER, PLAIN)).filter((line) => !readme.includes(line))).toEqual([])
    expect(README).toContain(headCode(SERVER, PLAIN))
  })

  it.each(BACKENDS)('is signed as the README says: %s', (backend) => {
    expect(README).toContain(TOKEN_CODE[backend])
  })

  it('has the accent before the script, and a heading that ends no attribute', () => {
    const brand = { accent: '#1f6f4a', heading: 'Ask "us" {now}', position: 'bottom-left' } as const
    expect(headCode(SERVER, brand).split('\n')).toEqual([
      '<style>',
      '  support-chat { --support-chat-accent: #1f6f4a }',
      '</style>',
      '<script type="module" src="https://support.example.com/widget/support-chat.js"></script>',
    ])
    expect(embedCode('html', SERVER, brand)).toContain(
      '<support-chat server-url="https://support.example.com" heading="Ask &#34;us&#34; &#123;now&#125;" position="bottom-left"></support-chat>',
    )
  })

  it('lets a page in beside those that are', () => {
    expect(allowLine({ allowed_origins: ['https://a.example'] }, 'https://b.example')).toBe(
      'ALLOWED_ORIGINS=https://a.example,https://b.example',
    )
  })
})
