import { attempt } from '../core/attempt.js'
import { BaseConnection } from './base-connection.js'
import { newClientId } from '../core/client-id.js'
import type { Connection, ConnectionOptions, ConnectionState } from './connection.js'
import { createConnection } from './create-connection.js'
import { PACE, type Pace } from '../core/timings.js'
import type { Ack, ClientRequest, ClientRequests, ServerEvent, ServerEvents } from '../../contract/socket.js'
import { Questions } from '../core/pending-requests.js'
import { refusal, toApiError } from '../core/request-error.js'
import { leadership, type Leadership } from './leader-election.js'
import { onWake } from '../core/wake.js'

/** What tabs say to each other. `term` is the leader's: the higher one is the one that counts. */
type Note =
  | { type: 'state'; term: number; state: ConnectionState; presence: ServerEvents['presence'] | null }
  | { type: 'event'; term: number; event: ServerEvent; payload: unknown }
  | { type: 'sync'; term: number }
  | { type: 'answer'; term: number; id: string; answer: Ack<unknown> }
  | { type: 'request'; id: string; event: ClientRequest; payload: unknown }
  | { type: 'hello'; awake: boolean }

/** What a user's socket hears. */
const EVENTS: ServerEvent[] = ['new_message', 'messages_read', 'head', 'typing', 'presence']
/** The leader does these on its own account, for all tabs. */
const LEADERS: ClientRequest[] = ['leave_chat', 'mark_delivered']
/** Greetings without an answer until a leader is taken for dead or frozen. */
const PATIENCE = 2

/**
 * One connection for all tabs of one user. One tab, the leader, holds the socket and passes on what it hears; the others
 * ask through it, and use REST by themselves. Web Locks choose the leader, and the next one as soon as it is gone; what
 * was asked of the old one fails as `unavailable` then, and is asked again: a repeated `client_id` is stored once.
 *
 * Where a browser has no Web Locks (pages over plain HTTP) or no BroadcastChannel, or has them and refuses (blocked site
 * data, a sandboxed frame), each tab has a connection of its own.
 *
 * @param userKey names the user; tabs of different users know nothing of each other.
 */
export function shareConnection(options: ConnectionOptions, userKey: string): Connection {
  const shared = attempt(() => (navigator.locks ? new TabConnection(options, userKey) : undefined))
  return shared ?? createConnection(options)
}

class TabConnection extends BaseConnection implements Connection {
  readonly serverUrl: string
  readonly #options: ConnectionOptions
  readonly #pace: Pace
  readonly #channel: BroadcastChannel
  readonly #leadership: Leadership
  readonly #questions = new Questions(newClientId)
  readonly #stopping = new AbortController()
  /** For REST; its socket is opened while this tab leads. */
  #own: Connection
  #presence: ServerEvents['presence'] | null = null
  #leads = false
  #term = 0
  /** The term of another tab in which this one has called for fetching anew, once that tab was connected. */
  #syncedTerm = 0
  #unanswered = 0
  /** How often the lead was seized, by this tab or from it, since anybody was heard. */
  #doubts = 0
  /** What tabs share does not work here: this one has a connection of its own. */
  #alone = false
  #pulse: ReturnType<typeof setInterval> | undefined

  constructor(options: ConnectionOptions, userKey: string) {
    super()
    this.serverUrl = options.serverUrl
    this.#options = options
    this.#pace = { ...PACE, ...options.pace }
    this.#own = createConnection(options)
    const name = ['support-chat', options.serverUrl, userKey].join('|')
    this.#channel = new BroadcastChannel(name)
    this.#channel.onmessage = ({ data }) => this.#hear(data as Note)
    this.#leadership = leadership(
      name,
      { won: () => this.#lead(), lost: (stolen) => this.#follow(stolen), refused: () => this.#standAlone() },
      this.#pace.pulse,
    )
  }

  start(): void {
    const { signal } = this.#stopping
    if (this.#pulse !== undefined || signal.aborted) return
    this.#pulse = setInterval(() => this.#checkLeader(), this.#pace.pulse)
    onWake(() => this.wake(), signal)
    this.#leadership.stand()
    this.#unanswered = 1
    this.#tell({ type: 'hello', awake: true })
  }

  stop(): void {
    if (this.#stopping.signal.aborted) return
    this.#stopping.abort()
    clearInterval(this.#pulse)
    this.#leads = false
    this.#leadership.leave()
    this.#own.stop()
    this.#questions.giveUp()
    this.#channel.close()
    this.forgetListeners()
  }

  async request<R extends ClientRequest>(
    event: R,
    payload: ClientRequests[R]['payload'],
  ): Promise<ClientRequests[R]['data']> {
    if (this.#leads) return this.#own.request(event, payload)
    if (LEADERS.includes(event)) return {} as ClientRequests[R]['data']
    if (this.#stopping.signal.aborted) throw refusal()
    return this.#questions.ask(this.#pace.answer, (id) => this.#tell({ type: 'request', id, event, payload }))
  }

  rest<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<T> {
    return this.#own.rest(method, path, body)
  }

  freshenToken(maxAge: number): Promise<void> {
    return this.#own.freshenToken(maxAge)
  }

  wake(): void {
    // The leader looks after itself.
    if (this.#leads) return
    this.#tell({ type: 'hello', awake: true })
    this.tellSync()
  }

  #lead(): void {
    if (this.#leads) return
    if (this.#doubts > 1) return this.#standAlone()
    const own = this.#own
    this.#leads = true
    this.#term = Math.max(Date.now(), this.#term + 1)
    this.#questions.giveUp()
    for (const event of EVENTS) {
      own.on(event, (payload) => {
        this.#tell({ type: 'event', term: this.#term, event, payload })
        this.#emit(event, payload)
      })
    }
    own.subscribe((state) => this.#take(state))
    own.onSync(() => {
      this.#tell({ type: 'sync', term: this.#term })
      this.tellSync()
    })
    this.#take(own.state)
    own.start()
  }

  /** Another tab has the socket from now on. A stopped connection cannot be started again: the next term has a new one. */
  #follow(stolen: boolean): void {
    if (!this.#leads) return
    this.#leads = false
    this.#unanswered = 0
    if (stolen) this.#doubts++
    this.#own.stop()
    this.#own = createConnection(this.#options)
    if (!this.state.error) this.#take({ status: 'connecting', transport: null, error: null })
    this.#tell({ type: 'hello', awake: false })
  }

  #take(state: ConnectionState): void {
    if (this.#leads) {
      this.#announce(state)
      // Another tab may have a token that is still good.
      if (state.error && !this.#alone) void this.#leadership.yield(this.#pace.backoffMax)
    }
    this.tellState(state)
  }

  #announce(state = this.state): void {
    this.#tell({ type: 'state', term: this.#term, state, presence: this.#presence })
  }

  #hear(note: Note): void {
    if ('term' in note) {
      if (!this.#leads && note.term >= this.#term) this.#hearLeader(note)
      return
    }
    if (!this.#leads) return
    this.#doubts = 0
    if (note.type === 'request') void this.#answer(note.id, note.event, note.payload)
    else {
      this.#announce()
      if (note.awake && this.state.status !== 'connected') this.#own.wake()
    }
  }

  #hearLeader(note: Note & { term: number }): void {
    if (note.term > this.#term) this.#questions.giveUp()
    this.#term = note.term
    this.#unanswered = this.#doubts = 0
    switch (note.type) {
      case 'state':
        this.#take(note.state)
        if (note.presence) this.#emit('presence', note.presence)
        if (note.state.transport && this.#syncedTerm !== note.term) {
          this.#syncedTerm = note.term
          this.tellSync()
        }
        break
      case 'event':
        this.#emit(note.event, note.payload)
        break
      case 'sync':
        this.tellSync()
        break
      case 'answer':
        this.#questions.answer(note.id, note.answer)
    }
  }

  async #answer(id: string, event: ClientRequest, payload: unknown): Promise<void> {
    const answer = await this.#own.request(event, payload as never).then(
      (data): Ack<unknown> => ({ ok: true, data }),
      (thrown): Ack<unknown> => ({ ok: false, error: toApiError(thrown) }),
    )
    this.#tell({ type: 'answer', term: this.#term, id, answer })
  }

  /** A leader that the browser has frozen holds its lock and says nothing: its place is taken. */
  #checkLeader(): void {
    if (this.#leads) return
    if (++this.#unanswered <= PATIENCE) return this.#tell({ type: 'hello', awake: false })
    if (this.#doubts) return this.#standAlone()
    this.#doubts++
    // Who seizes it leads at once, where locks do anything: the next look decides.
    this.#unanswered = PATIENCE
    this.#leadership.seize()
  }

  #standAlone(): void {
    if (this.#alone || this.#stopping.signal.aborted) return
    this.#alone = true
    this.#doubts = 0
    clearInterval(this.#pulse)
    this.#leadership.leave()
    this.#channel.close()
    this.#lead()
  }

  #emit(event: ServerEvent, payload: unknown): void {
    if (event === 'presence') this.#presence = payload as ServerEvents['presence']
    this.tellEvent(event, payload)
  }

  #tell(note: Note): void {
    if (this.#alone || this.#stopping.signal.aborted) return
    try {
      this.#channel.postMessage(note)
    } catch {
      queueMicrotask(() => this.#standAlone())
    }
  }
}
