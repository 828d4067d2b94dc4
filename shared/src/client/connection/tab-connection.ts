import { attempt } from '../core/attempt.js'
import { BaseConnection } from './base-connection.js'
import { newClientId } from '../core/client-id.js'
import type { Connection, ConnectionOptions, ConnectionState } from './connection.js'
import { createConnection } from './create-connection.js'
import type { Ack, ClientRequest, ClientRequests, ServerEvent, ServerEvents } from '../../contract/socket.js'
import { PendingRequests } from '../core/pending-requests.js'
import { unavailable, toApiError } from '../core/request-error.js'
import { LeaderElection } from './leader-election.js'
import { onWake } from '../core/wake.js'
import { type TabMessage, USER_EVENTS } from './tab-message.js'

/** The leader sends these for all tabs; the others leave them out. */
const LEADER_ONLY: ClientRequest[] = ['leave_chat', 'mark_delivered']
/** How many greetings in a row may go unanswered until the leader counts as dead or frozen. */
const MAX_UNANSWERED = 2

/**
 * One connection for all tabs of one user. One tab, the leader, holds the socket and passes its events on; the others send
 * their requests through it, and use REST by themselves. Web Locks choose the leader, and the next one as soon as it is gone;
 * requests to the old one fail as `unavailable` then, and are sent again: a repeated `client_id` is stored once.
 *
 * Where a browser has no Web Locks (pages over plain HTTP) or no BroadcastChannel, or has them and refuses (blocked site
 * data, a sandboxed frame), each tab has a connection of its own.
 *
 * @param userKey names the user; tabs of different users share nothing.
 */
export function shareConnection(options: ConnectionOptions, userKey: string): Connection {
  const shared = attempt(() => (navigator.locks ? new TabConnection(options, userKey) : undefined))
  return shared ?? createConnection(options)
}

class TabConnection extends BaseConnection implements Connection {
  readonly #options: ConnectionOptions
  readonly #channel: BroadcastChannel
  readonly #election: LeaderElection
  readonly #pending = new PendingRequests(newClientId)
  /** For REST; its socket is opened while this tab leads. */
  #own: Connection
  #presence: ServerEvents['presence'] | null = null
  #isLeader = false
  #term = 0
  /** The leader's term in which this tab has emitted `sync`: once for each leader, when that is connected. */
  #syncedTerm = 0
  #unanswered = 0
  /** How often the lead was stolen, by this tab or from it, since another tab was last heard of. */
  #steals = 0
  /** Sharing does not work in this browser: this tab has a connection of its own. */
  #isAlone = false
  #checkTimer: ReturnType<typeof setInterval> | undefined

  constructor(options: ConnectionOptions, userKey: string) {
    super(options)
    this.#options = options
    this.#own = createConnection(options)
    const name = ['support-chat', options.serverUrl, userKey].join('|')
    this.#channel = new BroadcastChannel(name)
    this.#channel.onmessage = ({ data }) => this.#onMessage(data as TabMessage)
    this.#election = new LeaderElection(
      name,
      { won: () => this.#lead(), lost: (stolen) => this.#follow(stolen), refused: () => this.#standAlone() },
      this.timings.leaderCheck,
    )
  }

  start(): void {
    const { signal } = this.stopping
    if (this.#checkTimer !== undefined || signal.aborted) return
    this.#checkTimer = setInterval(() => this.#checkLeader(), this.timings.leaderCheck)
    onWake(() => this.wake(), signal)
    this.#election.campaign()
    this.#unanswered = 1
    this.#post({ type: 'hello', awake: true })
  }

  override stop(): void {
    super.stop()
    clearInterval(this.#checkTimer)
    this.#isLeader = false
    this.#election.dispose()
    this.#own.stop()
    this.#pending.rejectAll()
    this.#channel.close()
  }

  async request<R extends ClientRequest>(
    event: R,
    payload: ClientRequests[R]['payload'],
  ): Promise<ClientRequests[R]['data']> {
    if (this.#isLeader) return this.#own.request(event, payload)
    if (LEADER_ONLY.includes(event)) return {} as ClientRequests[R]['data']
    if (this.stopping.signal.aborted) throw unavailable()
    return this.#pending.add(this.timings.requestTimeout, (id) => this.#post({ type: 'request', id, event, payload }))
  }

  rest<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown, timeout?: number): Promise<T> {
    return this.#own.rest(method, path, body, timeout)
  }

  freshenToken(maxAge: number): Promise<void> {
    return this.#own.freshenToken(maxAge)
  }

  wake(): void {
    // The leader's own connection wakes by itself.
    if (this.#isLeader) return
    this.#post({ type: 'hello', awake: true })
    this.emitSync()
  }

  #lead(): void {
    if (this.#isLeader) return
    if (this.#steals > 1) return this.#standAlone()
    const own = this.#own
    this.#isLeader = true
    this.#term = Math.max(Date.now(), this.#term + 1)
    this.#pending.rejectAll()
    for (const event of USER_EVENTS) {
      own.on(event, (payload) => {
        this.#post({ type: 'event', term: this.#term, event, payload })
        this.#emit(event, payload)
      })
    }
    own.subscribe((state) => this.#setState(state))
    own.onSync(() => {
      this.#post({ type: 'sync', term: this.#term })
      this.emitSync()
    })
    this.#setState(own.state)
    own.start()
  }

  /** Another tab has the socket from now on. A stopped connection cannot be started again: the next term has a new one. */
  #follow(stolen: boolean): void {
    if (!this.#isLeader) return
    this.#isLeader = false
    this.#unanswered = 0
    if (stolen) this.#steals++
    this.#own.stop()
    this.#own = createConnection(this.#options)
    if (!this.state.error) this.#setState({ status: 'connecting', transport: null, error: null })
    this.#post({ type: 'hello', awake: false })
  }

  #setState(state: ConnectionState): void {
    if (this.#isLeader) {
      this.#postState(state)
      // Another tab may have a token that is still good.
      if (state.error && !this.#isAlone) void this.#election.stepDown(this.timings.backoffMax)
    }
    this.emitState(state)
  }

  #postState(state = this.state): void {
    this.#post({ type: 'state', term: this.#term, state, presence: this.#presence })
  }

  #onMessage(message: TabMessage): void {
    if ('term' in message) {
      if (!this.#isLeader && message.term >= this.#term) this.#onLeaderMessage(message)
      return
    }
    if (!this.#isLeader) return
    this.#steals = 0
    if (message.type === 'request') void this.#answer(message.id, message.event, message.payload)
    else {
      this.#postState()
      if (message.awake && this.state.status !== 'connected') this.#own.wake()
    }
  }

  #onLeaderMessage(message: TabMessage & { term: number }): void {
    if (message.term > this.#term) this.#pending.rejectAll()
    this.#term = message.term
    this.#unanswered = this.#steals = 0
    switch (message.type) {
      case 'state':
        this.#setState(message.state)
        if (message.presence) this.#emit('presence', message.presence)
        if (message.state.transport && this.#syncedTerm !== message.term) {
          this.#syncedTerm = message.term
          this.emitSync()
        }
        break
      case 'event':
        this.#emit(message.event, message.payload)
        break
      case 'sync':
        this.emitSync()
        break
      case 'answer':
        this.#pending.resolve(message.id, message.answer)
    }
  }

  async #answer(id: string, event: ClientRequest, payload: unknown): Promise<void> {
    const answer = await this.#own.request(event, payload as never).then(
      (data): Ack<unknown> => ({ ok: true, data }),
      (thrown: unknown): Ack<unknown> => ({ ok: false, error: toApiError(thrown) }),
    )
    this.#post({ type: 'answer', term: this.#term, id, answer })
  }

  /** A leader that the browser has frozen keeps its lock and answers nothing: the lead is stolen from it. */
  #checkLeader(): void {
    if (this.#isLeader) return
    if (++this.#unanswered <= MAX_UNANSWERED) return this.#post({ type: 'hello', awake: false })
    if (this.#steals) return this.#standAlone()
    this.#steals++
    // A tab that steals the lead has it at once, where locks work at all: the next check decides.
    this.#unanswered = MAX_UNANSWERED
    this.#election.steal()
  }

  #standAlone(): void {
    if (this.#isAlone || this.stopping.signal.aborted) return
    this.#isAlone = true
    this.#steals = 0
    clearInterval(this.#checkTimer)
    this.#election.dispose()
    this.#channel.close()
    this.#lead()
  }

  #emit(event: ServerEvent, payload: unknown): void {
    if (event === 'presence') this.#presence = payload as ServerEvents['presence']
    this.emitEvent(event, payload)
  }

  #post(message: TabMessage): void {
    if (this.#isAlone || this.stopping.signal.aborted) return
    try {
      this.#channel.postMessage(message)
    } catch {
      queueMicrotask(() => this.#standAlone())
    }
  }
}
