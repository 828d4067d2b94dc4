import fc from 'fast-check'
import { fold, routes, type ChatListPage } from '@support-chat/shared'
import { call } from './call.js'
import { createDatabase, startTestApp, type TestApp } from './test-app.js'

/** What `initdb --locale=C` makes, as in many containers: PostgreSQL knows the case of ASCII alone there. */
const LOCALE_C = `TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'`

describe('On a database whose locale is C', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let server: TestApp
  let staff: string

  beforeAll(async () => {
    database = await createDatabase(LOCALE_C)
    server = await startTestApp({ databaseUrl: database.url })
    staff = await server.staffToken()
    await sendAs('mary', 'Schöne Grüße aus ÖSTERREICH', { name: 'MÄRY Ångström', email: 'MÄRY@straße.example' })
    await sendAs('anna', 'Где мой ЗАКАЗ? Ещё не пришёл', { name: 'АННА' })
    await sendAs('nikos', 'Η ΟΔΟΣ μου είναι λάθος', { name: 'Νίκος' })
    await sendAs('soren', 'Æblegrød fra SMØRREBRØD', { name: 'Łukasz Ørsted' })
    await sendAs('wei', '您好，请问我的订单什么时候发货？', { name: '王伟' })
  })
  afterAll(async () => {
    await server.close()
    await database.drop()
  })

  async function sendAs(name: string, content: string, claims: Record<string, string>): Promise<void> {
    const body = { content, client_id: crypto.randomUUID() }
    await call(server.url + routes.userMessages, 'POST', { token: server.userToken(name, claims), body })
  }

  async function search(q: string): Promise<ChatListPage['chats']> {
    const url = `${server.url}${routes.adminChats}?q=${encodeURIComponent(q)}`
    return (await call<ChatListPage>(url, 'GET', { token: staff })).body.chats
  }

  it('PostgreSQL itself does not know that Ä is ä', async () => {
    expect(await server.sql(`SELECT lower('MÄRY') AS lower`)).toEqual([{ lower: 'mÄry' }])
  })

  it.each([
    ['Märy', 'MÄRY Ångström'],
    ['mary', 'MÄRY Ångström'],
    ['MA\u0308RY', 'MÄRY Ångström'],
    ['angstrom', 'MÄRY Ångström'],
    ['märy@STRASSE.ex', 'MÄRY Ångström'],
    ['GRÜSSE', 'MÄRY Ångström'],
    ['österreich', 'MÄRY Ångström'],
    ['анна', 'АННА'],
    ['заказ', 'АННА'],
    ['ЕЩЕ ПРИШЕЛ', 'АННА'],
    ['οδός', 'Νίκος'],
    ['ΝΙΚΟΣ', 'Νίκος'],
    ['ÆBLE', 'Łukasz Ørsted'],
    ['smorrebrod', 'Łukasz Ørsted'],
    ['lukasz orsted', 'Łukasz Ørsted'],
    ['订单', '王伟'],
  ])('a search for "%s" finds %s', async (q, name) => {
    expect((await search(q)).map(({ user_name }) => user_name)).toEqual([name])
  })

  it('a snippet shows the words where they stand, as they were written', async () => {
    const [chat] = await search('GRUSSE osterr')
    const { text, highlights } = chat!.match!
    expect(highlights.map(([from, to]) => text.slice(from, to))).toEqual(['Grüße', 'ÖSTERREICH'])
  })

  it('every letter is folded as the snippet folds it', async () => {
    const all = await server.sql<{ character: string; folded: string; again: string; taken_apart: string }>(`
      SELECT character, folded, support_chat_fold(folded) AS again, normalize(character, NFKD) AS taken_apart
      FROM generate_series(1, 132000) code, chr(code) character, support_chat_fold(character) folded
      WHERE code NOT BETWEEN 55296 AND 57343`)
    // PostgreSQL may be older than some characters.
    const characters = all.filter(({ character, taken_apart }) => taken_apart === character.normalize('NFKD'))
    expect(characters.length).toBeGreaterThan(all.length - 200)
    expect(characters.filter(({ character, folded }) => folded !== fold(character))).toEqual([])
    expect(characters.filter(({ folded, again }) => folded !== again || folded !== fold(folded))).toEqual([])
  })

  it('a text is folded as the snippet folds it, whatever it is made of', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        '3½',
        'O’Brien',
        'soft\u00ADhyphen',
        'ｶﾞ',
        '\u1100\u1161',
        'ㅎㅏㄴ',
        'e\u00AD\u0301',
        'ΟΔΟΣ',
        'ﷺ',
        '№5',
      ),
    )
    const texts = fc
      .sample(fc.array(part, { maxLength: 6 }), { numRuns: 2_000, seed: 20 })
      .map((parts) => parts.join(' ').replaceAll('\0', '').toWellFormed())
      .filter((text) => !/\p{Cn}/u.test(text))
    const folded = await server.sql<{ text: string; folded: string }>(
      'SELECT text, support_chat_fold(text) AS folded FROM unnest($1::text[]) text',
      [texts],
    )
    expect(folded.length).toBeGreaterThan(500)
    expect(folded.filter(({ text, folded }) => folded !== fold(text))).toEqual([])
  })
})
