import {
  backoff,
  NO_CHAT,
  TIMINGS,
  toApiError,
  type ChatSession,
  type ChatState,
  type RequestError,
  unavailable,
} from '@support-chat/shared/client'
import type { ConversationHost } from './chat-host.js'
import { CONNECTING, OFFLINE, type ChatConnection, type ChatError, type ConversationView } from './chat-snapshot.js'
import { namesAnother, nameOf, personOf, readClaims, saidBy, userKeyOf, type Said } from './identity.js'
import { openLiveSession } from './live-session.js'
import { loadMock } from '../loading/chunks.js'
import { scriptOrigin } from '../loading/script-origin.js'
import type { Session, SessionSource } from './session.js'
import { forgetUser, onNewsOfTabs, tellOtherTabs } from './sign-out.js'
import { TokenProvider, type TokenGiver } from './token-provider.js'

/**
 * The signed-in user's conversation: signs in, says what to draw now, and tells the page what has just happened. Loaded
 * when somebody connects for the first time.
 */
export class Conversation implements ConversationView {
  connection: ChatConnection
  userName: string | undefined
  isHidden: boolean
  #chat = NO_CHAT
  #session: Session | null = null
  #tokens: TokenProvider | undefined
  /** Aborted when the session ends. */
  #open = new AbortController()
  #opening: Promise<Session | null> | null = null
  #confirming: Promise<unknown> | undefined
  /** What the page has said of its user so far. */
  #said: Said
  /** Counts openings and closings, so that what an old one still brings is not taken for the new one's. */
  #turn = 0
  /** Sign-ins that failed, in a row. */
  #failures = 0
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  /** The newest sequence that is not news any more. */
  #heard = 0

  readonly #host: ConversationHost

  constructor(host: ConversationHost) {
    this.#host = host
    this.#said = saidBy(host)
    this.connection = OFFLINE
    this.isHidden = false
  }

  get isOpen(): boolean {
    return this.#opening !== null
  }

  get chat(): ChatState {
    return this.isHidden ? NO_CHAT : this.#chat
  }

  get draftKey(): string | undefined {
    return this.controls && !this.#host.mock ? (this.#userKey ?? undefined) : undefined
  }

  get controls(): ChatSession | undefined {
    return this.isHidden ? undefined : this.#session?.chat
  }

  /**
   * Opens it, or joins the opening under way. Null when that failed or was closed meanwhile.
   * @param token as the page had set it when this was asked for, like `user`: what one person wants is not done for the next
   */
  async open(token: string | null, user: unknown): Promise<Session | null> {
    if (personOf(token) !== personOf(this.#host.token) || nameOf(user) !== nameOf(this.#host.user)) return null
    this.follow()
    this.#opening ??= this.#begin(++this.#turn)
    const session = await this.#opening
    await this.#confirming
    return this.isHidden || session !== this.#session ? null : session
  }

  /** Ends it and shows nothing of it any more. @param forget drops draft and unsent messages too, in storage as well */
  close(forget: boolean): void {
    const session = this.#session
    this.#turn++
    clearTimeout(this.#retryTimer)
    this.#session = this.#opening = null
    this.#open.abort()
    this.userName = undefined
    this.#heard = 0
    if (forget) this.#forget(session)
    this.#takeConnection(OFFLINE)
    this.#takeChat(NO_CHAT)
    if (session) end(session)
  }

  /**
   * Ends it in the user's other tabs too, and forgets what the browser keeps. Where nobody has asked `getToken` yet who
   * that is, it is whoever uses this browser.
   */
  signOut({ token, getToken }: Pick<TokenGiver, 'token' | 'getToken'>): void {
    const claims = readClaims(token ?? '')
    const userKey = this.#userKey ?? (claims && userKeyOf(this.#serverUrl, claims))
    if (!userKey && (!getToken || this.#host.mock)) return
    forgetUser(this.#serverUrl, userKey)
    tellOtherTabs(this.#serverUrl, userKey)
  }

  /** The page may have said something new of its user. */
  follow(): void {
    const host = this.#host
    const before = this.#said
    const now = (this.#said = saidBy(host))
    const { isOpen } = this
    if (isOpen && host.signedOut) return host.forget()
    if (namesAnother(before, now, this.#tokens?.claims, isOpen)) return this.#switch()
    if (!isOpen) return
    const isOther = now.token !== before.token && (this.connection.error || now.person !== before.person)
    const asksAnew = now.assigned !== before.assigned || now.user !== before.user || isOther
    const isElsewhere = now.serverUrl !== before.serverUrl || now.credentials !== before.credentials
    // The server has to say whose it is, and nothing is shown before.
    if (isOther && now.user === undefined && now.person === now.token) this.isHidden = true
    if (isElsewhere || (isOther && now.token) || (asksAnew && (this.connection.error || !this.#session)))
      host.reconnect()
    else if (asksAnew) this.confirm(true)
  }

  /**
   * Asks the page whether its user is still the same, where it has not said so lately. Until then nothing is shown, but
   * where the page names its user.
   * @param anew asks in any case
   */
  confirm(anew = false): void {
    const tokens = this.#tokens
    if (!this.#session || !tokens?.isDue(anew)) return
    const turn = this.#turn
    if (this.#said.user === undefined) this.#hide(true)
    // Only the newest answer counts: another one may be on its way that was asked for before somebody else signed in.
    const isNewest = (): boolean => turn === this.#turn && confirming === this.#confirming
    const confirming: Promise<unknown> = (this.#confirming = tokens.confirm(anew).then(
      () => isNewest() && this.#hide(false),
      (cause) => isNewest() && this.isHidden && this.#suspend(cause),
    ))
  }

  get #serverUrl(): string {
    return String(this.#host.serverUrl || scriptOrigin()).replace(/\/+$/, '')
  }

  get #userKey(): string | null {
    const tokens = this.#tokens
    return tokens?.claims ? userKeyOf(tokens.serverUrl, tokens.claims) : null
  }

  async #begin(turn: number): Promise<Session | null> {
    if (!this.connection.error) this.#takeConnection(CONNECTING)
    try {
      const session = await this.#signIn(turn)
      if (turn === this.#turn) return session
      end(session)
    } catch (cause) {
      if (turn === this.#turn) this.#failed(cause)
    }
    return null
  }

  /** @throws RequestError where the page has no token that can be used */
  async #signIn(turn: number): Promise<Session> {
    const host = this.#host
    const serverUrl = this.#serverUrl
    const mock = host.mock ? await loadMock() : undefined
    const sessionSource: SessionSource = host.sessionSource ?? mock?.openStagedSession ?? openLiveSession
    if (this.#tokens?.serverUrl !== serverUrl) {
      this.#tokens = new TokenProvider(mock?.SAM ?? host, serverUrl, sessionSource === openLiveSession, (error) =>
        this.#mismatch(error),
      )
    }
    const tokens = this.#tokens
    const claims = await tokens.first()
    if (turn !== this.#turn) throw unavailable()
    const session = await sessionSource({
      serverUrl,
      userKey: userKeyOf(serverUrl, claims),
      getToken: (again) => tokens.get(again),
      tokenAge: () => tokens.age(),
      credentials: host.credentials,
      tellsVisits: !host.hideVisits,
    })
    if (turn === this.#turn) this.#listen(session, claims.name)
    return session
  }

  #failed(cause: unknown): void {
    const { code } = toApiError(cause) as ChatError
    this.#takeConnection({ ...OFFLINE, error: { code, message: (cause as Error).message } })
    // A token that the page has written down stays what it is; its backend, or a chunk, may be in reach again.
    if (/^unauth|_user$/.test(code) && !this.#host.getToken) return
    this.#retryTimer = setTimeout(() => (this.#opening = this.#begin(++this.#turn)), backoff(TIMINGS, ++this.#failures))
  }

  /** Nothing of the conversation is shown or sent until its user is the page's again. */
  #suspend(cause: unknown): void {
    this.close(false)
    this.isHidden = true
    this.#opening = Promise.resolve(null)
    this.#failed(cause)
  }

  #mismatch(error: RequestError): void {
    if ((toApiError(error) as ChatError).code !== 'wrong_user') {
      // `getToken` has begun to speak for somebody else, so what the `token` attribute holds is out of date.
      if (this.#host.getToken) this.#host.token = null
      this.#switch()
    } else if (this.#session) this.#suspend(error)
  }

  /** Another user is signed in to the page now; the other tabs of this one had better ask, too. */
  #switch(): void {
    if (this.#userKey) tellOtherTabs(this.#serverUrl, { switched: this.#userKey })
    this.#host.forget()
  }

  #forget(session: Session | null): void {
    for (const { kind, message } of session?.chat.state.items ?? []) {
      if (kind === 'pending') session?.chat.discard(message.client_id)
    }
    if (this.#userKey) forgetUser(this.#serverUrl, this.#userKey)
    this.#tokens = undefined
    this.isHidden = false
  }

  #hide(isHidden: boolean): void {
    this.isHidden = isHidden
    this.#host.requestUpdate()
    const { connection, chat } = this.#session ?? {}
    if (isHidden || !connection || !chat) return
    this.#takeConnection(connection.state)
    this.#takeChat(chat.state)
  }

  #listen(session: Session, userName: string | undefined): void {
    const { signal } = (this.#open = new AbortController())
    const isHeard = () => !signal.aborted && !this.isHidden
    this.#failures = 0
    this.#session = session
    this.userName = userName
    session.connection.subscribe((state) => isHeard() && this.#takeConnection(state))
    session.chat.subscribe((state) => isHeard() && this.#takeChat(state))
    onNewsOfTabs(this.#serverUrl, this.#userKey, signal, {
      signedOut: () => this.#host.end(),
      switched: () => this.confirm(true),
    })
    for (const event of ['focus', 'pageshow']) addEventListener(event, () => this.confirm(), { signal })
    const seen = () => document.visibilityState === 'visible' && this.confirm()
    document.addEventListener('visibilitychange', seen, { signal })
    this.#hide(false)
  }

  #takeConnection({ status, transport, error: found }: ChatConnection): void {
    const before = this.connection
    // What is wrong is told until it is over, however often it is tried, and once.
    const error = found ?? (status === 'connecting' ? before.error : null)
    this.connection = { status, transport, error }
    const connected = status === 'connected'
    if (connected !== (before.status === 'connected')) this.#host.tell('connection', { connected })
    if (error && error.code !== before.error?.code) this.#host.tell('error', error)
    this.#host.requestUpdate()
  }

  #takeChat(chat: ChatState): void {
    const before = this.#chat
    this.#chat = chat
    if (chat.items !== before.items) {
      const news = chat.items.flatMap(({ kind, message }) =>
        kind === 'stored' && message.sequence > this.#heard ? [message] : [],
      )
      this.#heard = news.at(-1)?.sequence ?? this.#heard
      if (before.loaded && news.length) this.#host.receive(news)
      this.#tellFailures(chat, before)
    }
    if (chat.error && chat.error.code !== before.error?.code) this.#host.tell('error', chat.error)
    if (chat.unreadCount !== before.unreadCount) this.#host.tell('unread', { count: chat.unreadCount })
    this.#host.requestUpdate()
  }

  #tellFailures({ items }: ChatState, before: ChatState): void {
    for (const { kind, message } of items) {
      if (kind === 'stored' || !message.error || before.items.some((item) => item.message === message)) continue
      this.#host.tell('error', message.error)
    }
  }
}

function end(session: Session): void {
  session.chat.close()
  session.connection.stop()
}
