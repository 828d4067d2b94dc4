import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AUDIT_ACTIONS,
  routes,
  staffRoutes,
  totpRoutes,
  type AuditEntry,
  type AuditPage,
  type CannedReply,
  type CreatedApiKey,
  type DirectoryUser,
  type Identity,
  type Invitation,
  type Session,
  type SupportChat,
  type SupportMessage,
  type TotpConfirmation,
  type TotpSetup,
  type WebhookWithSecret,
} from '@support-chat/shared'
import { auditPage } from '@support-chat/shared/contract'
import { Secret, TOTP } from 'otpauth'
import { DataSource } from 'typeorm'
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js'
import { OidcAccountsService } from '../src/auth/oidc/oidc-accounts.service.js'
import { AuditEntryRepository } from '../src/audit/audit-entry.repository.js'
import { Config } from '../src/config/config.js'
import type { Transaction } from '../src/database/transaction.js'
import { UnitOfWork } from '../src/database/unit-of-work.js'
import { BreakGlassService } from '../src/staff/break-glass.service.js'
import { SecondFactor } from '../src/staff/second-factor.service.js'
import { hashToken } from '../src/staff/secret-token.js'
import { setStaffPassword } from '../src/staff/set-staff-password.js'
import { StaffTotpRepository } from '../src/staff/staff-totp.repository.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { explainOn, rowsTouched } from './query-plan.js'
import { stopLimits } from './stand-still.js'
import { ADMIN, useTestApp, type TestApp } from './test-app.js'
import { WebhookReceiver } from './webhook-receiver.js'

let server: TestApp
let staff: string
let me: Identity

useTestApp((...started) => ([server, staff] = started))
beforeAll(async () => {
  stopLimits(server)
  me = (await request<Identity>('GET', routes.me)).body
})

const request = <T>(method: string, path: string, body?: unknown, token: string | null = staff) =>
  call<T>(server.url + path, method, { ...(token && { token }), ...(body !== undefined && { body }) })
const page = async (query: Record<string, string> = {}) =>
  (await request<AuditPage>('GET', `${staffRoutes.audit}?${new URLSearchParams(query)}`)).body
const newest = async () => (await page({ limit: '1' })).entries[0]

/** What the log says that a call did: the lines since. */
async function written(act: () => Promise<unknown>): Promise<AuditEntry[]> {
  const last = await newest()
  await act()
  const { entries } = await page()
  return entries.slice(
    0,
    entries.findIndex(({ id }) => id === last?.id),
  )
}

/** Everything that the actions change, but for what changes by itself. */
const state = () =>
  server.sql(
    `SELECT ${[
      'SELECT id, name, password_hash, deactivated_at, session_version, oidc_subject FROM users',
      'SELECT token_hash, used_at, revoked_at FROM staff_sessions',
      'SELECT user_id, token_hash FROM staff_invitations',
      'SELECT user_id, confirmed_at, recovery_codes FROM staff_totp',
      'SELECT id, scopes FROM api_keys',
      'SELECT id, url, state, secret FROM webhook_endpoints',
      'SELECT id, shortcut, content FROM canned_replies',
      'SELECT id, archived_at FROM support_chats',
      'SELECT id, content FROM support_messages',
      'SELECT mode, capacity, return_after_minutes FROM routing_settings',
      'SELECT greeting, hours FROM widget_settings',
    ]
      .map((rows) => `(SELECT json_agg(row ORDER BY row::text) FROM (${rows}) row)`)
      .join(', ')}`,
  )

/** Who acts: the first staff account, another account by its token, or nobody. */
interface Step {
  action: (typeof AUDIT_ACTIONS)[number]
  act: () => Promise<unknown>
  actor?: () => { id: string; name: string } | null
  target: () => string | null
  address?: null
  details?: object
}

const EMAIL = 'bea@example.com'
let bea: Session
let first: Session
let secret: string
let recoveryCodes: string[]
let token: string
let beaId: string
let beaName = 'Bea'
let key: CreatedApiKey
let hook: WebhookWithSecret
let reply: CannedReply
let chatId: string
let messageId: string
let userId: string

const service = <T>(type: abstract new (...args: never[]) => T): T => server.app.get(type as never, { strict: false })
const login = (password: string, email = EMAIL) => request<Session>('POST', routes.login, { email, password }, null)
async function useRecoveryCode(tx: Transaction): Promise<void> {
  const factor = await service(StaffTotpRepository).find(tx, beaId)
  await service(SecondFactor).use(tx, factor!, recoveryCodes[0]!, '127.0.0.1')
}
/** Once she has taken another name, the entries of before have it too. */
const byBea = () => ({ id: beaId, name: beaName })
const byNobody = () => null
const ofBea = () => beaId
const ofKey = () => key.id
const ofHook = () => hook.id
const ofReply = () => reply.id
const ofChat = () => chatId

const STAFF: Step[] = [
  {
    action: 'staff.invited',
    act: async () => {
      const { status, body } = await request<Invitation>('POST', staffRoutes.invite, { email: EMAIL, name: 'Bea' })
      if (status !== 201) return
      beaId = body.member.id
      token = new URL(body.invitation_url).hash.slice(1)
    },
    target: ofBea,
    details: { staff_role: 'agent' },
  },
  {
    action: 'staff.joined',
    act: () => request('POST', staffRoutes.acceptInvitation, { token, password: 'a long pass phrase' }, null),
    actor: byBea,
    target: ofBea,
  },
  {
    action: 'staff.signed_in',
    act: async () => (bea = (await login('a long pass phrase')).body),
    actor: byBea,
    target: ofBea,
  },
  {
    action: 'staff.sign_in_failed',
    act: () => login('another pass phrase'),
    actor: byNobody,
    target: ofBea,
    details: { reason: 'wrong_password' },
  },
  {
    action: 'staff.sign_in_failed',
    act: () => login('a long pass phrase', 'nobody@example.com'),
    actor: byNobody,
    target: () => null,
    details: { reason: 'unknown_account' },
  },
  {
    action: 'staff.signed_out',
    act: () => request('POST', routes.logout, undefined, bea.access_token),
    actor: byBea,
    target: ofBea,
  },
  {
    action: 'staff.signed_in',
    act: async () => (bea = first = (await login('a long pass phrase')).body),
    actor: byBea,
    target: ofBea,
  },
  {
    action: 'staff.profile_changed',
    act: async () => {
      const { status } = await request('PATCH', routes.me, { name: 'Beatrix' }, bea.access_token)
      if (status === 200) beaName = 'Beatrix'
    },
    actor: byBea,
    target: ofBea,
    details: { fields: ['name'] },
  },
  {
    action: 'staff.totp_enabled',
    act: async () => {
      const { body: setup } = await request<TotpSetup>('POST', totpRoutes.setup, {}, bea.access_token)
      secret = setup.secret
      const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
      const confirmed = await request<TotpConfirmation>('POST', totpRoutes.confirm, { code }, bea.access_token)
      if (confirmed.status === 200) recoveryCodes = confirmed.body.recovery_codes
    },
    actor: byBea,
    target: ofBea,
  },
  {
    action: 'staff.recovery_code_used',
    // Without the sign-in, which has an entry of its own.
    act: () =>
      service(UnitOfWork)
        .run(useRecoveryCode)
        .catch(() => undefined),
    actor: byBea,
    target: ofBea,
    details: { left: 9 },
  },
  {
    action: 'staff.totp_disabled',
    act: () => {
      const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + 30_000 })
      return request('POST', totpRoutes.disable, { code }, bea.access_token)
    },
    actor: byBea,
    target: ofBea,
  },
  {
    action: 'staff.password_changed',
    act: async () => {
      const body = { current_password: 'a long pass phrase', new_password: 'a new pass phrase' }
      const changed = await request<Session>('POST', staffRoutes.changePassword, body, bea.access_token)
      if (changed.status === 200) bea = changed.body
    },
    actor: byBea,
    target: ofBea,
  },
  {
    action: 'staff.signed_out',
    act: () => request('POST', staffRoutes.signOutEverywhere, undefined, bea.access_token),
    actor: byBea,
    target: ofBea,
    details: { everywhere: true },
  },
  {
    action: 'staff.password_reset_requested',
    act: () => request('POST', staffRoutes.passwordReset, { email: EMAIL }, null),
    actor: byNobody,
    target: ofBea,
  },
  {
    action: 'staff.password_reset',
    act: async () => {
      const token = 'a-token-that-nobody-has-e-mailed'
      await server.sql('UPDATE staff_password_resets SET token_hash = $1', [hashToken(token)])
      return request('POST', staffRoutes.confirmPasswordReset, { token, password: 'a pass phrase by e-mail' }, null)
    },
    actor: byBea,
    target: ofBea,
  },
  {
    action: 'staff.password_set',
    act: () => setStaffPassword(server.app, EMAIL, 'the third pass phrase').catch(() => undefined),
    actor: byNobody,
    target: ofBea,
    address: null,
  },
  {
    action: 'staff.break_glass_issued',
    act: () =>
      service(BreakGlassService)
        .makeLink(EMAIL)
        .catch(() => undefined),
    actor: byNobody,
    target: ofBea,
    address: null,
  },
  {
    action: 'staff.oidc_linked',
    act: async () => {
      // As where passwords are off: she has one.
      const config = service(Config)
      Object.assign(config, { passwordLogin: false })
      const claims = { iss: 'https://login.example.com', sub: 'bea', email: EMAIL, email_verified: true }
      const client = { address: '127.0.0.1', network: '127.0.0.1', name: null, devices: new Map() }
      const linked = service(UnitOfWork).run((tx) => service(OidcAccountsService).resolve(tx, claims, client))
      await linked.catch(() => undefined)
      Object.assign(config, { passwordLogin: true })
    },
    actor: byBea,
    target: ofBea,
  },
  {
    action: 'staff.role_changed',
    act: () => request('PATCH', staffRoutes.staffMember(beaId), { staff_role: 'admin' }),
    target: ofBea,
    details: { from: 'agent', to: 'admin' },
  },
  { action: 'staff.deactivated', act: () => request('POST', staffRoutes.deactivate(beaId)), target: ofBea },
  {
    action: 'staff.sign_in_failed',
    act: () => login('the third pass phrase'),
    actor: byNobody,
    target: ofBea,
    details: { reason: 'deactivated' },
  },
  { action: 'staff.activated', act: () => request('POST', staffRoutes.activate(beaId)), target: ofBea },
]

const PROGRAMS: Step[] = [
  {
    action: 'api_key.created',
    act: async () => {
      const body = { name: 'Archivist', scopes: ['chats:write'] }
      const made = await request<CreatedApiKey>('POST', staffRoutes.apiKeys, body)
      if (made.status === 201) key = made.body
    },
    target: ofKey,
    details: { scopes: ['chats:write'], expires_at: null },
  },
  { action: 'chat.archived', act: () => request('POST', routes.adminArchive(chatId)), target: ofChat },
  {
    action: 'chat.unarchived',
    act: () => request('POST', routes.adminUnarchive(chatId), undefined, key.key),
    actor: () => ({ id: key.id, name: 'Archivist' }),
    target: ofChat,
  },
  {
    action: 'message.redacted',
    act: () => request('POST', routes.adminRedact(chatId, messageId)),
    target: () => messageId,
    get details() {
      return { chat_id: chatId, sequence: 1 }
    },
  },
  {
    action: 'user.exported',
    act: () => fetch(server.url + routes.adminUserExport('faye'), { headers: { authorization: `Bearer ${staff}` } }),
    target: () => userId,
  },
  {
    action: 'user.erased',
    act: () => request('DELETE', routes.adminUser('faye')),
    target: () => userId,
    details: { counts: expect.objectContaining({ users: 1, support_chats: 0 }) as object },
  },
  {
    action: 'routing.changed',
    act: () => request('PATCH', staffRoutes.routingSettings, { capacity: 7 }),
    target: () => null,
    details: { mode: 'off', capacity: 7, return_after_minutes: 15 },
  },
  {
    action: 'settings.changed',
    act: () => request('PATCH', staffRoutes.widgetSettings, { greeting: 'Hello', hours: { time_zone: 'Asia/Tokyo' } }),
    target: () => null,
    details: { of: 'widget', fields: ['greeting', 'hours'] },
  },
  { action: 'api_key.revoked', act: () => request('DELETE', staffRoutes.apiKey(key.id)), target: ofKey },
  {
    action: 'webhook.created',
    act: async () => {
      const made = await request<WebhookWithSecret>('POST', staffRoutes.webhooks, {
        url: 'http://localhost:9/secret-path',
      })
      if (made.status === 201) hook = made.body
    },
    target: ofHook,
    details: { event_types: null },
  },
  {
    action: 'webhook.changed',
    act: () => request('PATCH', staffRoutes.webhook(hook.id), { url: hook.url, description: 'CRM', state: 'disabled' }),
    target: ofHook,
    details: { fields: ['description', 'state'], state: 'disabled' },
  },
  {
    action: 'webhook.secret_rotated',
    act: () => request('POST', staffRoutes.rotateWebhookSecret(hook.id)),
    target: ofHook,
  },
  { action: 'webhook.deleted', act: () => request('DELETE', staffRoutes.webhook(hook.id)), target: ofHook },
  {
    action: 'canned_reply.created',
    act: async () => {
      const body = { shortcut: 'later', content: 'We come back to you' }
      const made = await request<CannedReply>('POST', staffRoutes.cannedReplies, body)
      if (made.status === 201) reply = made.body
    },
    target: ofReply,
    details: { shortcut: 'later' },
  },
  {
    action: 'canned_reply.changed',
    act: () => request('PUT', staffRoutes.cannedReply(reply.id), { shortcut: 'soon', content: 'Soon' }),
    target: ofReply,
    details: { shortcut: 'soon' },
  },
  { action: 'canned_reply.deleted', act: () => request('DELETE', staffRoutes.cannedReply(reply.id)), target: ofReply },
]

describe('What staff and API keys do', () => {
  beforeAll(async () => {
    const user = await call<SupportChat>(server.url + routes.userChat, 'GET', { token: server.userToken('ada') })
    chatId = user.body.id
    const body = { content: 'A question', client_id: randomUUID() }
    const sent = await request<SupportMessage>('POST', routes.userMessages, body, server.userToken('ada'))
    messageId = sent.body.id
    userId = (await request<DirectoryUser>('PUT', routes.adminUser('faye'), { email: 'faye@example.com' })).body.id
    // While the table has a row, no transaction with a line of the log commits.
    await server.sql(`CREATE TABLE cursed (); CREATE FUNCTION curse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF EXISTS (SELECT FROM cursed) THEN RAISE EXCEPTION 'not at commit'; END IF; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER curse AFTER INSERT ON audit_entries DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION curse()`)
  })

  it.each([...STAFF, ...PROGRAMS])('is written down in its own transaction: $action', async (step) => {
    const { action, act, actor = () => ({ id: me.id, name: 'Support' }), target, address, details = {} } = step
    const before = await state()
    await server.sql('INSERT INTO cursed DEFAULT VALUES')
    const quiet = [process.stdout, process.stderr].map((out) => jest.spyOn(out, 'write').mockReturnValue(true))
    expect(await written(act)).toEqual([])
    quiet.forEach((spy) => void spy.mockRestore())
    expect(await state()).toEqual(before)
    await server.sql('DELETE FROM cursed')

    expect(await written(act)).toEqual([
      {
        id: expect.any(String) as string,
        at: expect.any(String) as string,
        actor: actor(),
        action,
        target: { type: action.replace(/\..*/, ''), id: target() },
        address: address === null ? null : '127.0.0.1',
        details,
      },
    ])
  })

  it('is written down by the transaction that did it', async () => {
    await request('POST', routes.adminArchive(chatId))
    const rows = await server.sql(
      `SELECT entry.action FROM support_chat_archivings done JOIN audit_entries entry ON entry.xmin::text = done.xmin::text`,
    )
    expect(rows.map(({ action }) => action as string).sort()).toEqual(['chat.archived', 'chat.unarchived'])
  })

  it('is not written down where it changes nothing, or is refused', async () => {
    const stranger = server.userToken('eve')
    const act = async () => {
      await request('POST', routes.adminArchive(chatId))
      await request('POST', staffRoutes.activate(beaId))
      await request('PATCH', staffRoutes.webhook(hook.id), { state: 'enabled' })
      expect((await request('POST', staffRoutes.cannedReplies, { shortcut: 'hello', content: 'x' })).status).toBe(409)
      expect((await request('POST', staffRoutes.deactivate(me.id))).status).toBe(409)
      expect((await request('POST', staffRoutes.apiKeys, { name: 'x', scopes: ['chats:read'] }, stranger)).status).toBe(
        403,
      )
    }
    expect(await written(act)).toEqual([])
  })

  it('is written down of a sign-in that was stolen, and of an endpoint that wants nothing more', async () => {
    const receiver = await WebhookReceiver.start()
    receiver.answer = () => ({ status: 410 })
    const made = await request<WebhookWithSecret>('POST', staffRoutes.webhooks, { url: receiver.url })
    await request('POST', routes.adminUnarchive(chatId))
    const disabled = await eventually(async () => {
      const entry = await newest()
      return entry?.action === 'webhook.disabled' ? entry : null
    }, 'a line about the endpoint')
    const { id } = made.body
    expect(disabled).toMatchObject({ actor: null, target: { id }, address: null, details: { reason: 'gone' } })
    await receiver.stop()

    const session = (await login(ADMIN.password, ADMIN.email)).body
    const refresh = ({ refresh_token }: Session) =>
      request<Session>('POST', routes.refresh, { refresh_token }, null).then(({ body }) => body)
    await refresh(await refresh(session))
    await server.sql(`UPDATE staff_sessions SET used_at = used_at - interval '31 s'`)
    const [entry] = await written(() => refresh(session))
    const target = { type: 'staff', id: me.id }
    expect(entry).toMatchObject({ action: 'staff.session_revoked', actor: null, target, address: '127.0.0.1' })
  })

  it('is all that the documentation names, and holds no secret and nobody’s address', async () => {
    const actions = await server.sql<{ action: string }>('SELECT DISTINCT action FROM audit_entries')
    expect(actions.map(({ action }) => action).sort()).toEqual([...AUDIT_ACTIONS].sort())
    const documentation = await readFile(join(__dirname, '../../docs/audit.md'), 'utf8')
    expect([...documentation.matchAll(/^\| `(\w+\.\w+)`/gm)].map(([, name]) => name)).toEqual([...AUDIT_ACTIONS])
    const lines = await server.sql<{ line: string }>('SELECT to_json(e)::text AS line FROM audit_entries e')
    const log = lines.map(({ line }) => line).join('\n')
    expect(log).toContain(beaId)
    for (const secret of [
      'phrase',
      'secret-path',
      key.key.slice(12),
      hook.secret,
      'whsec_',
      '@',
      first.refresh_token,
    ]) {
      expect(log).not.toContain(secret)
    }
  })
})

describe('The audit log', () => {
  it('is read page by page, newest first, each line once', async () => {
    const { entries } = await page({ limit: '200' })
    expect(entries.length).toBeGreaterThan(25)
    expect(auditPage.strict().parse(await page())).toEqual(await page())
    const read: AuditEntry[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: AuditPage = await page({ limit: '7', ...(cursor && { cursor }) })
      expect(next.entries.length).toBeLessThanOrEqual(7)
      read.push(...next.entries)
      cursor = next.next_cursor
    }
    expect(read).toEqual(entries)
    expect(read.map(({ at }) => at)).toEqual(
      read
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
  })

  it('is filtered by who, what and when', async () => {
    const { entries } = await page({ limit: '200' })
    const at = entries[9]!.at
    const ofBea = entries.filter(({ actor }) => actor?.id === beaId)
    expect((await page({ actor: beaId })).entries).toEqual(ofBea)
    const failed = entries.filter(({ action }) => action === 'staff.sign_in_failed')
    expect((await page({ action: 'staff.sign_in_failed' })).entries).toEqual(failed)
    expect(failed.length).toBe(3)
    expect((await page({ from: at, limit: '200' })).entries).toEqual(entries.filter((entry) => entry.at >= at))
    expect((await page({ to: at, limit: '200' })).entries).toEqual(entries.filter((entry) => entry.at < at))
    expect((await page({ to: '0000-01-01T00:00:00Z' })).entries).toEqual([])
    for (const query of ['action=chat.archive', 'actor=me', 'from=yesterday', 'cursor=x']) {
      const { status } = await request('GET', `${staffRoutes.audit}?${query}`)
      expect([query, status]).toEqual([query, 400])
    }
  })

  it('names who did it as they are called now, and nobody who is gone', async () => {
    await server.sql(`UPDATE users SET name = 'Beatrice' WHERE id = $1`, [beaId])
    const names = async () => (await page({ actor: beaId })).entries.map(({ actor }) => actor)
    expect(new Set((await names()).map((actor) => actor?.name))).toEqual(new Set(['Beatrice']))
    await server.sql(`DELETE FROM users WHERE id = $1`, [beaId])
    expect((await names())[0]).toEqual({ id: beaId, name: null })
  })

  it.each(["UPDATE audit_entries SET details = '{}'", 'DELETE FROM audit_entries', 'TRUNCATE audit_entries'])(
    'is never changed, by nobody: %s',
    async (statement) => {
      await expect(server.sql(statement)).rejects.toThrow('audit_entries is append-only')
    },
  )

  it.each([
    ['anywhere', {}],
    ['of one action', { action: 'chat.archived' } as const],
  ])('reads no more than it shows, %s', async (_, filter) => {
    await server.sql(
      `INSERT INTO audit_entries (id, action, details) SELECT gen_random_uuid(), 'chat.archived', '{}' FROM generate_series(1, 1250)`,
    )
    await server.sql('ANALYZE audit_entries')
    const [{ id: cursor }] = (await server.sql(
      `SELECT id FROM audit_entries WHERE action = 'chat.archived' ORDER BY at, id OFFSET 500 LIMIT 1`,
    )) as [{ id: string }]
    const { manager } = server.app.get(DataSource)
    const asked = jest.spyOn(PostgresQueryRunner.prototype, 'query')
    const entries = await server.app
      .get(AuditEntryRepository, { strict: false })
      .page({ manager }, { ...filter, cursor, limit: 50 })
    const [text, parameters] = asked.mock.lastCall as [string, unknown[]]
    asked.mockRestore()
    expect(entries).toHaveLength(50)
    const plan = await explainOn(server, (query) => query(text, parameters))
    expect(rowsTouched(plan.filter((node) => node['Relation Name'] === 'audit_entries'))).toBeLessThanOrEqual(50)
  })

  it('goes out as a line of JSON for each entry, more of them than are read at a time', async () => {
    const response = await fetch(server.url + staffRoutes.auditExport, {
      headers: { authorization: `Bearer ${staff}` },
    })
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    const text = await response.text()
    expect(text.endsWith('}\n')).toBe(true)
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntry)
    expect(lines.length).toBeGreaterThan(2_000)
    const [{ count }] = (await server.sql<{ count: number }>('SELECT count(*)::int FROM audit_entries')) as [
      { count: number },
    ]
    expect(new Set(lines.map(({ id }) => id)).size).toBe(count)
    expect(lines.slice(0, 50)).toEqual((await page()).entries)
    const query = `?actor=${beaId}`
    const ofBea = await fetch(server.url + staffRoutes.auditExport + query, {
      headers: { authorization: `Bearer ${staff}` },
    })
    expect((await ofBea.text()).trimEnd().split('\n')).toHaveLength((await page({ actor: beaId })).entries.length)
  })

  it('is for staff alone', async () => {
    for (const path of [staffRoutes.audit, staffRoutes.auditExport]) {
      expect((await request('GET', path, undefined, server.userToken('ada'))).status).toBe(403)
      expect((await request('GET', path, undefined, null)).status).toBe(401)
    }
  })
})
