import { computed, inject, Injectable, signal } from '@angular/core'
import type { Me, Session } from '@support-chat/shared'
import { attempt, RequestError } from '@support-chat/shared/client'
import { BrowserStorage } from '../storage/browser-storage.js'
import { AuthApi } from './auth-api.js'
import { parseStored, SESSION_KEY, type StoredSession, toStored } from './stored-session.js'

/** An access token with less time left than this is renewed; the engine asks a minute ahead. */
const MARGIN_MS = 90_000

/** How long to wait for the lock under which tabs renew the session; after that, renew without it. */
const TURN_MS = 10_000

/** Who is signed in. Shared by all tabs: signing in or out in one of them takes effect in the others at once. */
@Injectable({ providedIn: 'root' })
export class StaffSession {
  private readonly api = inject(AuthApi)
  private readonly storage = inject(BrowserStorage)
  private readonly session = signal(parseStored(this.storage.get(SESSION_KEY)))
  private readonly expired = signal(false)
  private refreshing: Promise<StoredSession> | null = null

  readonly user = computed(() => this.session()?.user ?? null)
  /** The last session ended without a sign-out. */
  readonly hasExpired = this.expired.asReadonly()

  constructor() {
    this.storage.followTabs((event) => {
      if (event.key === SESSION_KEY || event.key === null) this.session.set(parseStored(event.newValue))
    })
  }

  /** @throws RequestError */
  async signIn(email: string, password: string): Promise<void> {
    this.adopt(await this.api.login(email, password))
  }

  /** Continues with a session that the server has just issued. */
  adopt(session: Session): void {
    this.keep(toStored(session, Date.now()))
  }

  /** What the server says of the account now, where it is one's own; what is left out stays. */
  update(account: Pick<Me, 'id'> & Partial<Me>): void {
    const session = this.session()
    if (session && session.user.id === account.id) this.keep({ ...session, user: { ...session.user, ...account } })
  }

  /** Forgets a session that the server has ended already. */
  end(): void {
    this.forget(false)
  }

  /** Forgets the session at once, and tells the server. */
  async signOut(): Promise<void> {
    const session = this.session()
    this.forget(false)
    if (session) await this.revoke(session)
  }

  /**
   * An access token that does not expire soon.
   * @param refused the server has rejected the last one
   * @throws RequestError `unauthenticated` when the session is over, anything else when it may work later
   */
  async accessToken(refused: boolean): Promise<string> {
    const session = this.session()
    if (!session) throw new RequestError({ code: 'unauthenticated', message: 'Nobody is signed in.' })
    if (!refused && session.expires_at - Date.now() > MARGIN_MS) return session.access_token
    this.refreshing ??= this.oneTabAtATime(() => this.refresh(session)).finally(() => (this.refreshing = null))
    return (await this.refreshing).access_token
  }

  /** A refresh token can be used once: two tabs that used the same one would sign each other out. */
  private oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let running: Promise<T> | undefined
      const begin = async () => {
        clearTimeout(timer)
        await (running ??= work()).then(resolve, reject)
      }
      // The tab that holds the lock may hang.
      const timer = setTimeout(() => void begin(), TURN_MS)
      // Browsers have locks on secure origins only, and may refuse them.
      const turn = attempt(() => navigator.locks.request('support-chat.refresh', begin))
      void (turn ? turn.catch(begin) : begin())
    })
  }

  private async refresh(session: StoredSession): Promise<StoredSession> {
    const byAnotherTab = this.newerThan(session)
    if (byAnotherTab) return byAnotherTab
    try {
      const next = toStored(await this.api.refresh(session.refresh_token), Date.now())
      // Signed out meanwhile: it stays so.
      if (this.session()) this.keep(next)
      else await this.revoke(next)
      return next
    } catch (error) {
      const rotated = this.newerThan(session)
      if (rotated) return rotated
      if (error instanceof RequestError && isFinal(error)) this.forget(true)
      throw error
    }
  }

  private async revoke(session: StoredSession): Promise<void> {
    try {
      const { access_token } = session.expires_at > Date.now() ? session : await this.api.refresh(session.refresh_token)
      await this.api.logout(access_token)
    } catch {
      // Refused: it is over already. Out of reach: it runs out by itself.
    }
  }

  private newerThan(session: StoredSession): StoredSession | null {
    const stored = parseStored(this.storage.get(SESSION_KEY))
    if (!stored || stored.refresh_token === session.refresh_token) return null
    this.session.set(stored)
    return stored
  }

  private keep(session: StoredSession): void {
    this.storage.set(SESSION_KEY, JSON.stringify(session))
    this.expired.set(false)
    this.session.set(session)
  }

  private forget(expired: boolean): void {
    this.storage.remove(SESSION_KEY)
    this.expired.set(expired)
    this.session.set(null)
  }
}

const isFinal = ({ error }: RequestError): boolean => error.code === 'unauthenticated' || error.code === 'forbidden'
