import { MATCH_LENGTH, routes, tokensOf, type ChatListPage, type Me, type SupportChat } from '@support-chat/shared'
import { call } from './call.js'
import { useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))
beforeAll(async () => {
  await sendAs('grace', 'The invoice INV-2024/17 is wrong: see https://bill.example/inv?id=9', { name: 'Grace Hopper' })
  await sendAs('olafur', 'Kann ich die GRÖSSE noch ändern? Meine Größe ist M.', {
    name: 'Ólafur Müller',
    email: 'o.mueller+shop@iceland.example',
  })
  await sendAs('kenji', '注文を変更したいです。PayPal支払い、ｱｶｳﾝﾄ', { name: '山田 太郎' })
  await sendAs('wei', '您好，请问我的订单什么时候发货？谢谢😀', { name: '王伟' })
  await sendAs('minjun', '배송지를변경하고 싶어요', { name: '김민준' })
  await sendAs('somchai', 'ฉันต้องการเปลี่ยนที่อยู่จัดส่ง')
  await sendAs('layla', 'مرحبا،كيف يمكنني إرجاع الطلب؟')
  await sendAs('devi', 'नमस्ते। ऑर्डर कहाँ है?')
})

async function sendAs(name: string, content: string, claims = {}): Promise<void> {
  await call(server.url + routes.userMessages, 'POST', {
    token: server.userToken(name, claims),
    body: { content, client_id: crypto.randomUUID() },
  })
}

/** Answers in the name of the staff. */
async function answer(name: string, content: string): Promise<string> {
  const token = server.userToken(name)
  const { id } = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body
  const body = { content, client_id: crypto.randomUUID() }
  await call(server.url + routes.adminMessages(id), 'POST', { token: staff, body })
  return id
}

async function search(q: string, query = ''): Promise<ChatListPage> {
  const path = `${server.url}${routes.adminChats}?q=${encodeURIComponent(q)}${query}`
  const { status, body } = await call<ChatListPage>(path, 'GET', { token: staff })
  expect(status).toBe(200)
  return body
}
const found = async (q: string, query = '') =>
  (await search(q, query)).chats.map(({ user_email }) => user_email.split('@')[0])

/** The snippet of the only chat that is found, with what is highlighted in brackets. */
async function highlighted(q: string, query = ''): Promise<string | null> {
  const { chats } = await search(q, query)
  expect(chats).toHaveLength(1)
  const match = chats[0]?.match
  return match
    ? match.highlights.reduceRight(
        (text, [from, to]) => `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`,
        match.text,
      )
    : null
}

describe('A search', () => {
  it.each([
    ['grace', 'grace'],
    ['hopper gra', 'grace'],
    ['inv-2024', 'grace'],
    ['invoice wro', 'grace'],
    ['bill.example', 'grace'],
    ['WRONG', 'grace'],
    ['größe', 'o.mueller+shop'],
    ['GRÖßE', 'o.mueller+shop'],
    ['grosse meine', 'o.mueller+shop'],
    ['ólafur müller', 'o.mueller+shop'],
    ['mu\u0308ller', 'o.mueller+shop'],
    ['müller', 'o.mueller+shop'],
    ['OLAFUR MULLER', 'o.mueller+shop'],
    ['mueller+sh', 'o.mueller+shop'],
    ['iceland', 'o.mueller+shop'],
    ['注文', 'kenji'],
    ['変更したい', 'kenji'],
    ['paypal', 'kenji'],
    ['支払', 'kenji'],
    ['ｶｳﾝ', 'kenji'],
    ['山田', 'kenji'],
    ['田太', 'kenji'],
    ['订单', 'wei'],
    ['发货 您好', 'wei'],
    ['货', 'wei'],
    ['王伟', 'wei'],
    ['변경', 'minjun'],
    ['민준', 'minjun'],
    ['เปลี่ยน', 'somchai'],
    ['كيف', 'layla'],
    ['مَرْحَبًا', 'layla'],
    ['नमस्ते', 'devi'],
  ])('for "%s" finds %s', async (q, name) => {
    expect(await found(q)).toEqual([name])
  })

  it.each([
    ['of words of which one is missing', 'grace nobody'],
    ['of a part from the middle of a word', 'nvoice'],
    ['of a beginning that is not the last word', 'invo wrong'],
    ['of characters in another order', '单订'],
    ['of quotes and operators around words that do not occur together', "grace' | 'kenji"],
    ['of a weight', 'nothing:*'],
    ['of punctuation', '?!'],
    ['of an emoji', '😀'],
    ['of an emoji with a variation selector', '❤️'],
    ['of a per cent sign', '%'],
    ['of an underscore', '_'],
    ['of a null character', '\0'],
    ['of operators alone', '&|!():*<->'],
    ['of a backslash', '\\'],
  ])('%s finds nothing, without an error', async (_, q) => {
    expect(await search(q)).toEqual({ chats: [], next_cursor: null })
  })

  it.each(["wron'", 'invoice & wrong', '"invoice" | wrong', '!invoice', 'wrong %', 'wrong 😀', '(wrong:*', 'wrong\\'])(
    'takes the signs in %s for no more than space between words',
    async (q) => {
      expect(await found(q)).toEqual(['grace'])
    },
  )

  it('finds what staff wrote, and the newest message of several', async () => {
    await sendAs('grace', 'The second invoice is wrong as well')
    await answer('grace', 'A corrected invoice is on its way')
    await answer('grace', 'Anything else?')
    const [chat] = (await search('invoice')).chats
    const { body: me } = await call<Me>(server.url + routes.me, 'GET', { token: staff })
    expect(chat?.match).toEqual({
      text: 'A corrected invoice is on its way',
      highlights: [[12, 19]],
      sequence: 3,
      sender_type: 'admin',
      sender_id: me.id,
      sender_name: me.name,
    })
    expect(chat?.last_message_preview).toBe('Anything else?')
    expect((await search('invoice wrong')).chats[0]?.match).toMatchObject({ sequence: 2, sender_type: 'user' })
  })

  it('shows where the words stand, each to its end', async () => {
    expect(await highlighted('größe änd')).toBe('Kann ich die [GRÖSSE] noch [ändern]? Meine [Größe] ist M.')
    expect(await highlighted('发货 订单')).toBe('您好，请问我的[订单]什么时候[发货]？谢谢😀')
    expect(await highlighted('支払')).toBe('注文を変更したいです。PayPal[支払]い、ｱｶｳﾝﾄ')
    expect(await highlighted('payp')).toBe('注文を変更したいです。[PayPal]支払い、ｱｶｳﾝﾄ')
  })

  it.each([
    ['ABC-7', 'Bestellung ＡＢＣ－７ fehlt', 'Bestellung [ＡＢＣ]－[７] fehlt'],
    ['ＸＹＺ', 'parcel XYZ is late', 'parcel [XYZ] is late'],
    ['カタカナ', 'これはｶﾀｶﾅです', 'これは[ｶﾀｶﾅ]です'],
    ['ﾊﾞｼﾞ', 'バジルの種', '[バジ]ルの種'],
    ['ガム', 'ｶﾞﾑをください', '[ｶﾞﾑ]をください'],
    ['fish', 'a ﬁsh tank', 'a [ﬁsh] tank'],
    ['ﬂour', 'sifted flour', 'sifted [flour]'],
    ['kettledrum', 'a kettle\u00ADdrum kit', 'a [kettle\u00ADdrum] kit'],
    ['tambourine', 'a tam\u200Bbou\u2060rine kit', 'a [tam\u200Bbou\u2060rine] kit'],
    ['xylo\u00ADphone', 'my xylophone', 'my [xylophone]'],
    ['obrien', "ask Pat O'Brien", "ask Pat [O'Brien]"],
    ["o'malley", 'ask Pat OMalley', 'ask Pat [OMalley]'],
    ['malone', 'for O’Malone only', 'for O’[Malone] only'],
    ['dont panic', 'Please don’t panic', 'Please [don’t] [panic]'],
    ['wont', 'it wonʼt start', 'it [wonʼt] start'],
    ['cant swim', 'they can´t swim', 'they [can´t] [swim]'],
    ['etoile', "l'étoile du nord", "l'[étoile] du nord"],
    ['letoile filante', 'l’étoile filante', '[l’étoile] [filante]'],
    ['1/2 cup', '½ cup sugar', '[½] [cup] sugar'],
    ['3 pints', '3½ pints', '[3½] [pints]'],
    ['m2 carpet', '40 m² carpet', '40 [m²] [carpet]'],
    ['キロ先', 'あと㌔先です', 'あと[㌔先]です'],
    ['\u1112\u1161\u11ab글날', '한글날에 만나요', '[한글날]에 만나요'],
    ['ﻣﻮﻋﺪ', 'هل موعد قريب', 'هل [موعد] قريب'],
    ['سلاسل', 'هذه ســلاســل طويلة', 'هذه [ســلاســل] طويلة'],
    ['میخواهمش', 'من می\u200Cخواهمش', 'من [می\u200Cخواهمش]'],
    ['4812', 'заказ №4812', 'заказ №[4812]'],
    ['acmesoft inc', 'AcmeSoft™ Inc', '[AcmeSoft]™ [Inc]'],
    ['ozgur ilik', 'Özgür ılık', '[Özgür] [ılık]'],
    ['𝕙𝕖𝕝𝕝𝕠𝕤', 'hellos there', '[hellos] there'],
  ])('for "%s" finds and marks "%s"', async (q, content, marked) => {
    await sendAs(`writer-${crypto.randomUUID()}`, content)
    expect(await highlighted(q)).toBe(marked)
  })

  it('finds names and addresses in whatever form they are written', async () => {
    await sendAs('conan', 'hello', { name: "Conan O'Doyle ＦＵＬＬ", email: 'conan.o’doyle@wide.example' })
    for (const q of ['odoyle', 'O’Doyle', "o'doyle full", 'doyle', 'ＷＩＤＥ', 'con\u00ADan']) {
      expect(await found(q)).toContain('conan.o’doyle')
    }
  })

  it('finds people by the name and address that they have now', async () => {
    await sendAs('ned', 'hello', { name: 'Ned Flintoff' })
    const iat = Math.floor(Date.now() / 1000) + 1
    await sendAs('ned', 'hello again', { name: 'Ned Übermoor', email: 'ned@elsewhere.example', iat })
    expect(await found('flintoff')).toEqual([])
    expect(await found('ubermoor elsewhere')).toEqual(['ned'])
    const strangers = await server.sql(
      "SELECT email FROM users WHERE words IS DISTINCT FROM support_chat_words(email || ' ' || coalesce(name, ''))",
    )
    expect(strangers).toEqual([])
  })

  it.each([
    ['a null character within', 'a\0b'],
    ['half a surrogate pair', '\ud83d'],
    ['half a surrogate pair within', 'a\udc00b'],
    ['invisible characters alone', '\u200b\u00ad\ufe0f'],
    ['apostrophes alone', "'’‘ʼ"],
    ['a stroke that lengthens', 'ـ'],
    ['quotes in another form', '＇'],
  ])('of %s is no error', async (_, q) => {
    // As URLSearchParams has it: half a pair becomes U+FFFD.
    const { status } = await call(`${server.url}${routes.adminChats}?${new URLSearchParams({ q })}`, 'GET', {
      token: staff,
    })
    expect(status).toBe(200)
  })

  it.each(['%FF', '%ED%A0%80', '%00', '%C3', 'a'.repeat(201), '%F0%9F%98%80'.repeat(2_500), 'a'.repeat(10_000)])(
    'of bytes that are no text, or of too much, is no failure of the server: %s',
    async (q) => {
      const { status } = await call(`${server.url}${routes.adminChats}?q=${q}`, 'GET', { token: staff })
      expect([200, 400, 414, 431]).toContain(status)
    },
  )

  it('that only the address or the name matches has no snippet, and a list without a search has none', async () => {
    expect(await highlighted('iceland')).toBeNull()
    expect((await search('')).chats.some((chat) => 'match' in chat)).toBe(false)
  })

  it('cuts a long message around the words, and cuts no character in two', async () => {
    await sendAs('bob', `${'👩‍👩‍👧‍👦'.repeat(100)}rhubarb${'🏳️‍🌈'.repeat(100)}`)
    const { text, highlights } = (await search('rhubarb')).chats[0]!.match!
    expect(text.length).toBeLessThanOrEqual(MATCH_LENGTH)
    expect(text).toMatch(/^…(👩‍👩‍👧‍👦)+rhubarb(🏳️‍🌈)+…$/u)
    expect(text.slice(...highlights[0]!)).toBe('rhubarb')
  })

  it('looks in the archive when it is asked to, and only there', async () => {
    const id = await answer('zoe', 'Your wardrobe has been dispatched')
    expect(await found('wardrobe')).toEqual(['zoe'])
    await call(server.url + routes.adminArchive(id), 'POST', { token: staff })
    expect(await found('wardrobe')).toEqual([])
    expect(await found('wardrobe', '&archived=true')).toEqual(['zoe'])
    expect(await highlighted('dispatched', '&archived=true')).toBe('Your wardrobe has been [dispatched]')
  })

  it('keeps to the unread ones when it is asked to', async () => {
    expect(await found('order', '&unread=true')).toEqual([])
    await sendAs('ann', 'My order has not come')
    expect(await found('order', '&unread=true')).toEqual(['ann'])
    expect(await found('order', '&unread=false')).toEqual([])
  })

  it('is paged like the list', async () => {
    const { chats, next_cursor } = await search('example', '&limit=3')
    const next = await search('example', `&limit=3&cursor=${next_cursor}`)
    expect(new Set([...chats, ...next.chats].map(({ id }) => id)).size).toBe(6)
  })

  it('is for staff alone', async () => {
    const token = server.userToken('grace')
    expect(await call(`${server.url}${routes.adminChats}?q=invoice`, 'GET', { token })).toMatchObject({ status: 403 })
  })
})

/** As PostgreSQL orders the words of a message: shorter ones are not sooner, but by their bytes. */
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

describe('The words of the index', () => {
  it('begin and end where those of a search do, at every letter and digit there is', async () => {
    const characters = await server.sql<{ character: string; words: string[]; taken_apart: string }>(`
      SELECT character, tsvector_to_array(support_chat_words(word)) AS words, normalize(character, NFKD) AS taken_apart
      FROM generate_series(1, 132000) code, chr(code) character, concat('a', character, 'b') word WHERE code NOT BETWEEN 55296 AND 57343`)
    const letters = characters.filter(
      ({ character, taken_apart }) => /[\p{L}\p{N}]/u.test(character) && taken_apart === character.normalize('NFKD'),
    )
    expect(letters.length).toBeGreaterThan(50_000)
    const differs = letters.filter(
      ({ character, words }) =>
        words.join(' ') !==
        [...new Set(tokensOf(`a${character}b`).map(({ folded }) => folded))].sort(byBytes).join(' '),
    )
    expect(differs).toEqual([])
  })
})
