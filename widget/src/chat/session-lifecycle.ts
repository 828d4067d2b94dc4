import {
  backoff,
  NO_CHAT,
  TIMINGS,
  unavailable,
  toApiError,
  type ChatState,
  type RequestError,
} from '@support-chat/shared/client'
import { scriptServer } from '../loading/script-server.js'
import type { ChatHost } from './chat-host.js'
import { CONNECTING, OFFLINE, type ChatConnection, type ChatError, type ChatSnapshot } from './chat-snapshot.js'
import {
  isAnotherUser,
  pageIdentityOf,
  readClaims,
  userIdOf,
  userKeyOf,
  userKeyOfToken,
  type Claims,
  type PageIdentity,
  type PageUser,
  type UserKey,
} from './identity.js'
import { openLiveSession } from './live-session.js'
import { notifyOfChat, notifyOfConnection } from './notify.js'
import type { Session } from './session.js'
import { sessionOptionsOf } from './session-options.js'
import { onPageShown } from './page-shown.js'
import { forgetUser, onOtherTabs, notifyOtherTabs } from './sign-out.js'
import { TokenProvider } from './token-provider.js'

/**
 * The sessions of the page's users, one at a time: signs in and out, checks that the user is still the same, and gives a
 * snapshot of what to draw. Loaded at the first connection.
 */
export class SessionLifecycle {
  /** Undefined when it has to be made anew. */
  #snapshot: ChatSnapshot | undefined
  #connection: ChatConnection = OFFLINE
  #chat = NO_CHAT
  #isHidden = false
  #userName: string | undefined
  /** Who was told to be signed in. */
  #signedIn: string | undefined
  #session: Session | null = null
  #tokens: TokenProvider | undefined
  /** Aborted when the session ends. */
  #lifetime = new AbortController()
  #opening: Promise<Session | null> | null = null
  #confirming: Promise<unknown> | undefined
  #identity: PageIdentity
  /** Goes up with each opening and closing: results of an earlier one are dropped. */
  #generation = 0
  /** Sign-ins that failed, in a row. */
  #failures = 0
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  /** The newest sequence that was emitted, or that was there when the chat was loaded. */
  #lastNotified = 0

  readonly #host: ChatHost

  constructor(host: ChatHost) {
    this.#host = host
    this.#identity = pageIdentityOf(host)
  }

  get snapshot(): ChatSnapshot {
    return (this.#snapshot ??= {
      isOpen: this.#opening !== null,
      isHidden: this.#isHidden,
      chat: this.#isHidden ? NO_CHAT : this.#chat,
      connection: this.#connection,
      userName: this.#userName,
      userKey: this.#shown && !this.#host.mock ? (this.#userKey ?? undefined) : undefined,
      session: this.#shown?.chat,
    })
  }

  /**
   * Opens it, or joins the opening under way. Null when that failed or was closed meanwhile.
   * @param token as the page had set it when this was asked for, like `user`: what one user asked for is not done for the next
   */
  async open(token: string | null, user: PageUser): Promise<Session | null> {
    const host = this.#host
    if (userKeyOfToken(token) !== userKeyOfToken(host.currentToken) || userIdOf(user) !== userIdOf(host.user))
      return null
    this.syncIdentity()
    if (!this.#opening) this.#begin()
    const session = await this.#opening
    await this.#confirming
    return session === this.#shown ? session : null
  }

  /** Ends it and shows nothing of it any more. @param forget drops draft and unsent messages too, in storage as well */
  close(forget: boolean): void {
    const session = this.#session
    this.#generation++
    clearTimeout(this.#retryTimer)
    this.#session = this.#opening = null
    this.#lifetime.abort()
    this.#userName = undefined
    this.#lastNotified = 0
    if (forget) this.#forget(session)
    this.#setConnection(OFFLINE)
    this.#setChat(NO_CHAT)
    if (session) end(session)
    if (!forget || this.#signedIn === undefined) return
    this.#signedIn = undefined
    this.#host.emit('sign-out')
  }

  /**
   * Ends it in the user's other tabs too, and forgets what the browser keeps: of every user of this browser where
   * `getToken` has not been asked yet who it is.
   */
  signOut(token: string | null): void {
    const claims = readClaims(token ?? '')
    const userKey = this.#userKey ?? (claims && userKeyOf(this.#serverUrl, claims))
    const { getToken, credentials, mock } = this.#host
    if (!userKey && ((!getToken && credentials !== 'include') || mock)) return
    forgetUser(this.#serverUrl, userKey)
    notifyOtherTabs(this.#serverUrl, userKey)
  }

  /** Compares what the page says of its user with what it said before, and acts on a change. */
  syncIdentity(): void {
    const host = this.#host
    const before = this.#identity
    const now = (this.#identity = pageIdentityOf(host))
    const isOpen = this.#opening !== null
    const { error } = this.#connection
    this.#session?.chat.updateVisit?.()
    if (isOpen && host.signedOut) return host.forget()
    if (isAnotherUser(before, now, this.#tokens?.claims, isOpen)) return this.#switchUser()
    if (!isOpen) return
    const isOther = now.token !== before.token && (error || now.userKey !== before.userKey)
    const asksAnew = now.assigned !== before.assigned || now.user !== before.user || isOther
    const isElsewhere = now.serverUrl !== before.serverUrl || now.credentials !== before.credentials
    // Only the server can tell whose token it is: nothing is shown until it has.
    if (isOther && now.user === undefined && now.userKey === now.token) this.#setHidden(true)
    if (isElsewhere || (isOther && now.token) || (asksAnew && (error || !this.#session))) host.reconnect()
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
    const generation = this.#generation
    if (this.#identity.user === undefined) this.#setHidden(true)
    // Only the newest answer counts: an earlier call may have been made before another user signed in.
    const isNewest = (): boolean => generation === this.#generation && confirming === this.#confirming
    const confirming: Promise<unknown> = (this.#confirming = tokens.confirm(anew).then(
      () => isNewest() && this.#setHidden(false),
      (cause: unknown) => isNewest() && this.#isHidden && this.#suspend(cause),
    ))
  }

  get #serverUrl(): string {
    return String(this.#host.serverUrl || scriptServer).replace(/\/+$/, '')
  }

  get #userKey(): UserKey | null {
    const tokens = this.#tokens
    return tokens?.claims ? userKeyOf(tokens.serverUrl, tokens.claims) : null
  }

  #begin(): void {
    this.#opening = this.#connect(++this.#generation)
    this.#invalidate()
  }

  /** The session, unless it is hidden. */
  get #shown(): Session | null {
    return this.#isHidden ? null : this.#session
  }

  async #connect(generation: number): Promise<Session | null> {
    if (!this.#connection.error) this.#setConnection(CONNECTING)
    try {
      const session = await this.#signIn(generation)
      if (generation === this.#generation) return session
      end(session)
    } catch (cause) {
      if (generation === this.#generation) this.#reportAndRetry(cause)
    }
    return null
  }

  /** @throws RequestError where the page has no token that can be used */
  async #signIn(generation: number): Promise<Session> {
    const host = this.#host
    const serverUrl = this.#serverUrl
    const demo = host.mock ? await host.loadDemo?.() : undefined
    const openSession = host.sessionSource ?? demo?.openDemoSession ?? openLiveSession
    if (this.#tokens?.serverUrl !== serverUrl) {
      const source = demo?.DEMO_USER ?? host
      // A late answer to what was asked for the user before says nothing of this one.
      const onMismatch = (error: RequestError) => tokens === this.#tokens && this.#handleMismatch(error)
      const tokens = new TokenProvider(source, serverUrl, openSession === openLiveSession, onMismatch)
      this.#tokens = tokens
    }
    const tokens = this.#tokens
    const claims = await tokens.first()
    if (generation !== this.#generation) throw unavailable()
    const session = await openSession(sessionOptionsOf(host, tokens, claims))
    if (generation === this.#generation) this.#adopt(session, claims)
    return session
  }

  #reportAndRetry(cause: unknown): void {
    const { code } = toApiError(cause) as ChatError
    this.#setConnection({ ...OFFLINE, error: { code, message: (cause as Error).message } })
    // A refused `token` stays refused, so only the page can change that. All else is retried.
    if (/^unauth|_user$/.test(code) && !this.#host.getToken) return
    this.#retryTimer = setTimeout(() => this.#begin(), backoff(TIMINGS, ++this.#failures))
  }

  /** Ends the session and hides the chat, keeping drafts and unsent messages, until the token is its user's again. */
  #suspend(cause: unknown): void {
    this.close(false)
    this.#isHidden = true
    this.#opening = Promise.resolve(null)
    this.#reportAndRetry(cause)
  }

  #handleMismatch(error: RequestError): void {
    if ((toApiError(error) as ChatError).code !== 'wrong_user') {
      // `getToken` has begun to give another user's tokens, so what the `token` attribute holds is out of date.
      if (this.#host.getToken) this.#host.dropToken()
      this.#switchUser()
    } else if (this.#session) this.#suspend(error)
  }

  /** Another user is signed in to the page now; tabs of the one before should ask `getToken`, too. */
  #switchUser(): void {
    if (this.#userKey) notifyOtherTabs(this.#serverUrl, { switched: this.#userKey })
    this.#host.forget()
  }

  #forget(session: Session | null): void {
    for (const { kind, message } of session?.chat.state.items ?? []) {
      if (kind === 'pending') session?.chat.discard(message.client_id)
    }
    if (this.#userKey) forgetUser(this.#serverUrl, this.#userKey)
    this.#tokens = undefined
    this.#isHidden = false
  }

  #adopt(session: Session, { sub, name }: Claims): void {
    const { signal } = (this.#lifetime = new AbortController())
    const isShown = () => !signal.aborted && !this.#isHidden
    this.#failures = 0
    this.#session = session
    this.#userName = name
    session.connection.subscribe((state) => isShown() && this.#setConnection(state))
    session.chat.subscribe((state) => isShown() && this.#setChat(state))
    onOtherTabs(this.#serverUrl, this.#userKey, signal, {
      signedOut: () => this.#host.onSignedOut(),
      switched: () => this.confirm(true),
    })
    onPageShown(() => this.confirm(), signal)
    this.#setHidden(false)
    if (sub !== this.#signedIn) this.#host.emit('sign-in', { user: (this.#signedIn = sub) })
  }

  #setHidden(isHidden: boolean): void {
    this.#isHidden = isHidden
    this.#invalidate()
    const { connection, chat } = this.#shown ?? {}
    if (!connection || !chat) return
    this.#setConnection(connection.state)
    this.#setChat(chat.state)
  }

  #setConnection({ status, transport, error: found }: ChatConnection): void {
    const before = this.#connection
    // An error stays while reconnecting, so that it is emitted once and not with each attempt.
    const error = found ?? (status === 'connecting' ? before.error : null)
    this.#connection = { status, transport, error }
    this.#invalidate()
    notifyOfConnection(this.#host, before, this.#connection)
  }

  #setChat(chat: ChatState): void {
    const before = this.#chat
    this.#chat = chat
    this.#invalidate()
    // A listener may cause another change: what is being emitted is not emitted again.
    const stored = chat.items.flatMap(({ kind, message }) =>
      kind === 'stored' && message.sequence > this.#lastNotified ? [message] : [],
    )
    this.#lastNotified = stored.at(-1)?.sequence ?? this.#lastNotified
    notifyOfChat(this.#host, before, chat, stored)
  }

  #invalidate(): void {
    this.#snapshot = undefined
    this.#host.requestUpdate()
  }
}

function end(session: Session): void {
  session.chat.close()
  session.connection.stop()
}
