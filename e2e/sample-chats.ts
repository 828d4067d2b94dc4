import {
  type BulkBody,
  routes,
  type Session,
  type SupportMessage,
  type Invitation,
  staffRoutes,
} from '@support-chat/shared'
import { randomUUID } from 'node:crypto'
import { type ProductServer, STAFF } from './server.js'

const LONG =
  'I have a longer story. Last Tuesday I exported all invoices of the year as a PDF, and since then every page of ' +
  'the report opens twice, once in the language of my browser and once in the language of the account.\n\n' +
  'What I tried:\n1. signing out and in again\n2. another browser\n3. https://status.example.com/incidents/2026/11/' +
  'a-very-long-address-that-has-no-place-to-break-anywhere-in-it-at-all\n\nCould you have a look?'

const MANY = Array.from({ length: 24 }, (_, index) => `${index % 3 ? '' : '-'}This is line ${index + 1} of many`)

/** Who writes what to support: a minus in front is what staff answered. */
const CHATS: readonly (readonly [id: string, name: string | null, ...texts: string[]])[] = [
  ['linus', 'Linus Berg', 'Where can I download my invoices?', '-Under Account, then Billing.', 'Found them, thanks'],
  ['oum', 'أم كلثوم', 'مرحبا، لا أستطيع تسجيل الدخول من هاتفي', '-Which phone is it, please?'],
  ['haruki', '春樹', '請求書の住所を変更したいのですが、どうすればよいですか？'],
  ['katherine.johnson-vaughan-jackson.of.the.west.area', 'Katherine Johnson-Vaughan-Jackson of the West Area', LONG],
  ['emil', null, '👍🏽'],
  ['barbara', 'Barbara Liskov', 'Is there an API for exports?', '-There is: https://docs.example.com/exports'],
  ['donald', 'Donald K.', 'The printout is cut off on the right side'],
  ['alan', 'Alan', 'Can I change my plan in the middle of a month?', '-Yes. The rest is refunded.', 'Perfect'],
  ['radia', 'Radia', 'My invitation has expired', '-I have sent you a new one.'],
  ['edsger', 'Edsger', 'The import says "conflict" for line 12'],
  ['frances', 'Frances Allen', 'Thank you, it works now', '-Glad to hear it.'],
  ['tony', null, 'Which formats can I import?'],
  ['adele', 'Adele', 'Do you offer a discount for schools?', '-We do. Which school is it for?'],
  ['mary', 'Mary', 'Where do I begin?', ...MANY, ...MANY, 'I will begin there, thank you'],
  ['john', 'John', 'How do I delete my account?'],
]

/** Gives a server chats of many kinds, two colleagues and an invitation, through its public API. */
export class SampleChats {
  readonly chatIds = new Map<string, string>()
  colleague = { email: 'cleo@example.com', password: 'a long password' }

  private constructor(
    private readonly server: ProductServer,
    private readonly staff: Session,
  ) {}

  static async on(server: ProductServer): Promise<SampleChats> {
    const staff = await call<Session>(server.url + routes.login, STAFF)
    const sample = new SampleChats(server, staff)
    for (const [id, name, ...texts] of CHATS) {
      for (const text of texts) await sample.write(id, name, text)
    }
    for (const id of ['frances', 'adele', 'radia']) await sample.asStaff(routes.adminArchive(sample.chat(id)))
    await sample.hireStaff()
    return sample
  }

  chat(id: string): string {
    return this.chatIds.get(id) ?? ''
  }

  async write(id: string, name: string | null, text: string): Promise<void> {
    const body = { content: text.replace(/^-/, ''), client_id: randomUUID() }
    if (text.startsWith('-')) {
      await this.asStaff(routes.adminMarkRead(this.chat(id)))
      await this.asStaff(routes.adminMessages(this.chat(id)), body)
      return
    }
    const token = this.server.userToken(id, { name: name ?? undefined })
    const { chat_id } = await call<SupportMessage>(this.server.url + routes.userMessages, body, token)
    this.chatIds.set(id, chat_id)
  }

  /** As staff change it: assign, tag, snooze. */
  async change(id: string, change: Omit<BulkBody, 'chat_ids'>): Promise<void> {
    await this.asStaff(staffRoutes.bulk, { chat_ids: [this.chat(id)], ...change })
  }

  private async hireStaff(): Promise<void> {
    const invite = (body: object) => this.asStaff<Invitation>(staffRoutes.invite, body)
    const { invitation_url } = await invite({ email: this.colleague.email, name: 'Cleo Winter' })
    const token = new URL(invitation_url).hash.slice(1)
    await call(this.server.url + staffRoutes.acceptInvitation, { token, password: this.colleague.password })
    await invite({ email: 'new.colleague.with.a.long.name@subsidiary.example.com' })
    const { member } = await invite({ email: 'former@example.com', name: 'Former Colleague' })
    await this.asStaff(staffRoutes.deactivate(member.id))
  }

  private asStaff<T>(route: string, body: object = {}): Promise<T> {
    return call<T>(this.server.url + route, body, this.staff.access_token)
  }
}

async function call<T>(address: string, body: object, token?: string): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}
