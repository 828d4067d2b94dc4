import { Config } from '../config/config.js'
import { LinkKeys } from './link-keys.js'
import { UnsubscribeLinks } from './unsubscribe-links.js'

const userId = '01939d7c-2f5e-7c3a-9a53-3c1f0a9b8d7e'
const linksOf = (staffJwtSecret: string): UnsubscribeLinks => linksWith({ staffJwtSecret })
const linksWith = (secrets: Partial<Config>): UnsubscribeLinks => {
  const config = { publicUrl: 'https://support.example.com', apiPath: '/api', linkSecret: null, ...secrets } as Config
  return new UnsubscribeLinks(config, new LinkKeys(config))
}

describe('The link that stops e-mails', () => {
  const links = linksOf('a-secret-of-thirty-two-bytes-at-least')

  it('lies under PUBLIC_URL and leads back to its user', () => {
    const link = new URL(links.unsubscribe(userId))
    expect(link.origin).toBe('https://support.example.com')
    expect(links.userOf(link.pathname.split('/').pop() ?? '')).toBe(userId)
  })

  it('does not show whose it is', () => {
    expect(links.unsubscribe(userId)).not.toContain(userId)
  })

  it.each([
    ['empty', () => ''],
    ['cut off', () => links.tokenFor(userId).slice(0, -4)],
    ['made longer', () => `${links.tokenFor(userId)}AAAA`],
    ['another user’s id under this signature', () => `AAAA${links.tokenFor(userId).slice(4)}`],
    ['no base64', () => '%00/../'],
    ['signed with another secret', () => linksOf('another-secret-of-thirty-two-bytes').tokenFor(userId)],
  ])('is worth nothing when it is %s', (_, token) => {
    expect(links.userOf(token())).toBeNull()
  })

  it('stays good under a secret of its own, and while the secret of staff is replaced', () => {
    const [before, now] = ['a-secret-of-thirty-two-bytes-at-least', 'another-secret-of-thirty-two-bytes']
    const old = linksOf(before).tokenFor(userId)
    expect(linksOf(`${now},${before}`).userOf(old)).toBe(userId)
    const own = linksWith({ staffJwtSecret: before, linkSecret: 'a-secret-of-links-alone-32-bytes-long' })
    expect(own.userOf(old)).toBe(userId)
    expect(own.tokenFor(userId)).not.toBe(old)
    expect(own.userOf(own.tokenFor(userId))).toBe(userId)
  })
})
