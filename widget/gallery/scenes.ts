import type { TimelineItem } from '@support-chat/shared'
import type { Welcome } from '@support-chat/shared/client'
import { MockSession } from '../src/demo/mock-session.js'
import type { SupportChat } from '../src/index.js'

const PORTRAIT = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#7dd3c0"/><circle cx="4" cy="3.2" r="1.6" fill="#f7c9a9"/><path d="M1 8c0-4 6-4 6 0z" fill="#23425c"/></svg>')}`
const WELCOME: Welcome = {
  greeting: '',
  topics: [],
  team: {
    name: 'The shop',
    members: [
      { name: 'Ada', avatar_url: PORTRAIT },
      { name: 'Cleo Marchetti', avatar_url: null },
      { name: 'Ben', avatar_url: 'data:,no picture' },
    ],
    online: true,
    back_at: null,
    reply_time_seconds: 290,
  },
}
const LONG_NAMES: Welcome = {
  greeting:
    'Welcome to the support of the Very Long Company Name.\nWhat can we do for you today? We speak every language that you may care to write in.',
  topics: [
    'Orders',
    'Where is my parcel, and when will it be here?',
    'Returns',
    'W'.repeat(60),
    'Invoices and payments',
  ],
  team: {
    ...WELCOME.team,
    name: 'Customers of the Very Long Company Name in Europe, Middle East and Africa',
    members: ['Maximiliana-Konstantina von und zu Hohenstein', '山田 太郎', 'أحمد سالم'].map((name) => ({
      name,
      avatar_url: null,
    })),
    back_at: new Date(Date.now() + 3 * 86_400_000).toISOString(),
  },
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

function conversation(session: MockSession): TimelineItem[] {
  const user = (content: string, minutes: number, read = true) =>
    session.message({
      content,
      sender_type: 'user',
      created_at: minutesAgo(minutes),
      read_at: read ? minutesAgo(minutes - 1) : null,
    })
  const staff = (content: string, minutes: number) =>
    session.message({ content, sender_type: 'admin', created_at: minutesAgo(minutes) })
  return [
    user('Hi, my order 4711 shows as delivered, but nothing has arrived.', 1500),
    staff('Hello Sam, sorry about that. Let me look at the tracking.', 1497),
    staff('The courier left it with a neighbour: number 14, on your side of the street.', 1496),
    user('Oh, I will ask there. Thank you!', 1490),
    user('👍', 1490),
    user('Got it, all fine.', 14),
    user('One more thing: can I change the invoice address afterwards?', 13),
    staff('Yes, until the end of the month, on https://shop.example.com/orders/4711/invoice.', 11),
    staff('Or write to billing@example.com and they do it for you.', 11),
    user('Perfect.', 3),
    user('I will do it myself, then.', 2),
  ]
}

const LONG =
  'Here is the log you asked for:\n\nTypeError: Cannot read properties of undefined (reading ‘total’)\n    at Invoice.render (https://shop.example.com/assets/very/long/path/without/any/spaces/in/it/invoice-7d9f2c1ab34e.js?token=abcdefghijklmnopqrstuvwxyz0123456789:2:19123)\n\nDonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, and some more words after it so that the bubble has several lines.'

/** A state of the widget and how it gets there. */
export interface Scene {
  session?: (session: MockSession) => void
  attributes?: Record<string, string>
  token?: string | null
  getToken?: () => Promise<string>
  /** What happens once it is drawn. */
  after?: (element: SupportChat, session: MockSession) => void | Promise<void>
}

const chat = (session: MockSession) => session.set({ items: conversation(session), hasMore: true, welcome: WELCOME })
const type = (element: SupportChat, text: string) => {
  const input = element.shadowRoot?.querySelector('textarea')
  if (!input) return
  input.value = text
  input.dispatchEvent(new Event('input'))
}
const open = { opened: '' }

/** Question, answer and thanks in another language, with staff writing the next line. */
const foreign = (locale: string, [question, answer, thanks]: [string, string, string]): Scene => ({
  session: (session) =>
    session.set({
      items: [
        session.message({
          content: question,
          sender_type: 'user',
          created_at: minutesAgo(9),
          read_at: minutesAgo(8),
        }),
        session.message({ content: answer, sender_type: 'admin', created_at: minutesAgo(7) }),
        session.message({ content: thanks, sender_type: 'user', created_at: minutesAgo(2) }),
      ],
      otherTyping: true,
      typingName: 'Cleo',
      welcome: { ...WELCOME, team: { ...WELCOME.team, back_at: new Date(Date.now() + 3 * 86_400_000).toISOString() } },
    }),
  attributes: { ...open, locale },
})

export const SCENES: Record<string, Scene> = {
  closed: {},
  badge: { session: (session) => session.set({ unreadCount: 3 }) },
  'badge-many': { session: (session) => session.set({ unreadCount: 12 }), attributes: { position: 'bottom-left' } },
  empty: { attributes: open },
  topics: {
    session: (session) =>
      session.set({
        welcome: { ...WELCOME, greeting: 'Hello! What can we do for you?', topics: ['Orders', 'Returns', 'Invoices'] },
      }),
    attributes: open,
  },
  'long-names': { session: (session) => session.set({ welcome: LONG_NAMES }), attributes: open },
  unread: {
    session: (session) => {
      chat(session)
      session.set({ unreadCount: 2, welcome: LONG_NAMES })
    },
    attributes: { ...open, heading: 'Ask us' },
  },
  card: {
    session: chat,
    after: (_element, session) => session.receive({ content: LONG, sender_type: 'admin' }),
  },
  'card-arabic': {
    session: (session) => session.set({ welcome: LONG_NAMES }),
    attributes: { locale: 'ar', position: 'bottom-left' },
    after: (_element, session) =>
      session.receive({ content: 'أهلا سام، دعني أتحقق من ذلك.', sender_type: 'admin', sender_name: 'أحمد سالم' }),
  },
  chat: {
    session: (session) => {
      chat(session)
      session.set({ otherTyping: true, typingName: 'Cleo Marchetti' })
    },
    attributes: open,
  },
  'long-text': {
    session: (session) =>
      session.set({
        items: [
          session.message({ content: LONG, sender_type: 'user', read_at: minutesAgo(1) }),
          session.message({
            content: LONG,
            sender_type: 'admin',
            sender_name: 'Ada Lovelace from the support team in London',
          }),
        ],
      }),
    attributes: { ...open, heading: 'Support for Customers of the Very Long Company Name' },
    after: (element) =>
      type(element, 'A draft\nof several lines\nthat makes the input grow\nas one would expect it to'),
  },
  emoji: {
    session: (session) =>
      session.set({
        items: [
          session.message({ content: '🎉', sender_type: 'admin' }),
          session.message({ content: '❤️ 👩‍💻 🇳🇱', sender_type: 'user' }),
          session.message({ content: 'Thanks 🙏', sender_type: 'user' }),
        ],
      }),
    attributes: open,
  },
  'too-long': { session: chat, attributes: open, after: (element) => type(element, 'word '.repeat(803)) },
  arabic: foreign('ar', [
    'مرحبا، لم يصل طلبي بعد.',
    'أهلا سام، دعني أتحقق من ذلك. رقم الطلب 4711؟',
    'نعم. https://shop.example.com/orders/4711',
  ]),
  hebrew: foreign('he', ['היי, ההזמנה שלי עוד לא הגיעה.', 'שלום סם, אני בודקת. זו הזמנה 4711?', 'כן, בדיוק. תודה!']),
  german: foreign('de', [
    'Guten Tag, meine Bestellung ist noch nicht da.',
    'Guten Tag Sam, ich sehe gleich nach. Ist es die 4711?',
    'Ja, genau. Vielen Dank!',
  ]),
  japanese: foreign('ja', [
    'こんにちは。注文した商品がまだ届きません。',
    'お待たせしております。ご注文番号は4711でしょうか？',
    'はい、そうです。よろしくお願いします。',
  ]),
  'german-empty': { attributes: { ...open, locale: 'de' } },
  failed: {
    session: (session) => {
      chat(session)
      session.answer = { code: 'unavailable', message: 'The server could not be reached.' }
      session.send('Is the old invoice void then?')
      session.answer = { code: 'content_too_long', message: 'The message has 4,120 characters; 4,000 is the limit.' }
      session.send('This one was far too long …')
      session.answer = 'wait'
      session.send('And this one is on its way')
    },
    attributes: open,
  },
  waiting: {
    session: (session) => {
      chat(session)
      session.answer = 'wait'
      for (const text of ['Hello?', 'Is anybody there?', 'I am in a hurry']) session.send(text)
    },
    attributes: open,
  },
  offline: {
    session: (session) => {
      chat(session)
      session.connect({ status: 'offline', transport: null })
    },
    attributes: open,
  },
  connecting: {
    session: (session) => {
      chat(session)
      session.connect({ status: 'connecting', transport: null })
    },
    attributes: open,
  },
  loading: {
    session: (session) => {
      session.set({ loaded: false })
      session.connect({ status: 'connecting', transport: null })
    },
    attributes: open,
  },
  'loading-older': {
    session: (session) => {
      chat(session)
      session.set({ loadingOlder: true })
    },
    attributes: open,
    after: (element) => element.shadowRoot?.querySelector('.log')?.scrollTo(0, 0),
  },
  unreachable: {
    session: (session) => {
      session.set({ loaded: false })
      session.connect({ status: 'offline', transport: null })
    },
    attributes: open,
  },
  forbidden: {
    session: (session) => {
      session.set({ loaded: false })
      session.connect({ status: 'offline', error: { code: 'forbidden', message: 'Not from this origin.' } })
    },
    attributes: open,
  },
  'forbidden-later': {
    session: (session) => {
      chat(session)
      session.connect({ status: 'offline', error: { code: 'forbidden', message: 'Not from this origin any more.' } })
    },
    attributes: open,
  },
  links: {
    session: (session) =>
      session.set({
        items: [
          session.message({ content: 'Is https://support.example.com@evil.example/login yours?', sender_type: 'user' }),
          session.message({ content: 'And https://аррle.example/id?', sender_type: 'user', read_at: minutesAgo(1) }),
          session.message({ content: 'Neither. Ours is https://example.com/help.', sender_type: 'admin' }),
        ],
      }),
    attributes: open,
  },
  refused: { attributes: open, token: null, getToken: () => Promise.reject(new Error('no')) },
  'signed-out': { attributes: open, token: null },
  jump: {
    session: chat,
    attributes: open,
    after: async (element, session) => {
      const log = element.shadowRoot?.querySelector('.log')
      if (!log) return
      log.scrollTop = 0
      while (!element.shadowRoot?.querySelector('.jump')) await new Promise(requestAnimationFrame)
      session.receive({ content: 'One more thing from us.', sender_type: 'admin' })
      session.receive({ content: 'The invoice is void now.', sender_type: 'admin' })
    },
  },
  inline: { session: chat, attributes: { mode: 'inline' }, after: (element) => element.scrollIntoView() },
  'inline-empty': { attributes: { mode: 'inline' }, after: (element) => element.scrollIntoView() },
  muted: { session: chat, attributes: { ...open, muted: '' } },
  'bright-brand': {
    session: chat,
    attributes: { ...open, style: '--support-chat-accent: #ffd43b' },
    after: (element) => type(element, 'Thank you'),
  },
  'dark-brand': {
    session: chat,
    attributes: { ...open, style: '--support-chat-accent: #10131a' },
    after: (element) => type(element, 'Thank you'),
  },
}
