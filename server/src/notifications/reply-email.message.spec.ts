import { Config } from '../config/config.js'
import { ReplyEmailMessage, type ReplyEmail } from './reply-email.message.js'
import { LinkKeys } from './link-keys.js'
import { UnsubscribeLinks } from './unsubscribe-links.js'

const config = {
  appName: 'Acme',
  mailFrom: 'support@acme.example',
  publicUrl: 'https://support.acme.example',
  apiPath: '/api',
  chatPageUrl: 'https://app.acme.example/help',
  staffJwtSecret: 'a-secret-of-thirty-two-bytes-at-least',
  linkSecret: null,
} as Config

const email: ReplyEmail = {
  messageId: '<reply-1@acme.example>',
  to: { userId: '01939d7c-2f5e-7c3a-9a53-3c1f0a9b8d7e', email: 'ada@example.com', name: 'Ada' },
  content: 'Hello Ada,\nit is mended.',
  senderName: 'Grace',
  unreadCount: 1,
}

const compose = (changes: Partial<ReplyEmail> = {}, settings: Partial<Config> = {}) => {
  const own = { ...config, ...settings }
  return new ReplyEmailMessage(own, new UnsubscribeLinks(own, new LinkKeys(own))).compose({ ...email, ...changes })
}

describe('The e-mail about a reply', () => {
  it('has the subject, the text and the link in both of its parts', () => {
    const { subject, text, html } = compose()
    expect(subject).toBe('New reply from Acme Support')
    expect(text).toContain('Grace replied to you:\n\n> Hello Ada,\n> it is mended.\n')
    expect(text).toContain('https://app.acme.example/help#support-chat')
    expect(html).toContain('Hello Ada,<br>it is mended.')
    expect(html).toContain('href="https://app.acme.example/help#support-chat"')
  })

  it('opens the chat behind the route of a page that keeps it in the hash', () => {
    const { text, html } = compose({}, { chatPageUrl: 'https://shop.example/?x=1#/a?b=c' })
    expect(text).toContain('https://shop.example/?x=1#/a?b=c#support-chat\n')
    expect(html).toContain('href="https://shop.example/?x=1#/a?b=c#support-chat"')
  })

  it('shows what people write as text, never as markup', () => {
    const { html } = compose({
      content: '<img src=x onerror=alert(1)> & "quotes"',
      senderName: '<b>Grace</b>',
    })
    expect(html).not.toMatch(/<img|<b>Grace/)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot;')
    expect(html).toContain('<bdi>&lt;b&gt;Grace&lt;/b&gt;</bdi> replied to you')
  })

  it('links to what an address in it says, and says where one leads that hides it', () => {
    const { html, text } = compose({
      content: 'See https://e.com/?a=1&b="2", www.example.com or https://acme.example@evil.example.',
    })
    expect(html).toMatch(
      /See <a href="https:\/\/e\.com\/\?a=1&amp;b=" dir="ltr"[^>]*>https:\/\/e\.com\/\?a=1&amp;b=<\/a>&quot;2&quot;,/,
    )
    expect(html).toMatch(/<a href="https:\/\/www\.example\.com\/" dir="ltr"[^>]*>www\.example\.com<\/a> or/)
    expect(html).toMatch(
      /or https:\/\/acme\.example@evil\.example \(<a href="https:\/\/evil\.example\/"[^>]*>https:\/\/evil\.example\/<\/a>\)\./,
    )
    expect(text).toContain(
      '> See https://e.com/?a=1&b="2", www.example.com or https://acme.example@evil.example (https://evil.example/).',
    )
  })

  it('says how many more wait unread', () => {
    expect(compose().text).not.toContain('more unread')
    expect(compose({ unreadCount: 2 }).text).toContain('and 1 more unread message\n')
    expect(compose({ unreadCount: 5 }).text).toContain('and 4 more unread messages\n')
  })

  it('comes from the team when the writer has no name', () => {
    expect(compose({ senderName: null }).text).toContain('Acme Support replied to you:')
  })

  it('gives a bare MAIL_FROM the name of the team, and leaves a named one alone', () => {
    expect(compose().from).toEqual({ name: 'Acme Support', address: 'support@acme.example' })
    expect(compose({}, { mailFrom: 'Help <help@acme.example>' }).from).toBe('Help <help@acme.example>')
  })

  it('can be stopped with one click and is marked as automatic', () => {
    const headers = compose().headers as Record<string, string>
    expect(headers['List-Unsubscribe']).toMatch(/^<https:\/\/support\.acme\.example\/api\/email\/unsubscribe\/[\w-]+>$/)
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(headers['Auto-Submitted']).toBe('auto-generated')
  })

  it('carries no personal data in any address it links to', () => {
    const { html } = compose()
    for (const [link] of String(html).matchAll(/https?:[^"\s<]+/g))
      expect(link).not.toMatch(/ada|example\.com|01939d7c/i)
  })
})
