import type { ApiError } from '../../contract/errors.js'
import type { Timings } from '../core/timings.js'
import type { ClientRequest, ClientRequests, ServerEvent, ServerEvents } from '../../contract/socket.js'

export type ConnectionStatus = 'connecting' | 'connected' | 'offline'

export interface ConnectionState {
  /** What the indicator says. `connected` is true of REST polling too: messages arrive, if later. */
  status: ConnectionStatus
  transport: 'websocket' | 'polling' | 'rest' | null
  /** Why it is offline, when the server said why. */
  error: ApiError | null
}

export interface ConnectionOptions {
  /** Origin of the server, without a trailing slash. */
  serverUrl: string
  /** Socket.IO path. Default `/socket.io`. */
  path?: string
  /**
   * Called at first, before the token expires, and after the server refused one (`refused` true: a cached token is no
   * good). Until then the one it gave is used again, as it is when it throws: over a token of another user, say.
   */
  getToken: (refused: boolean) => string | Promise<string>
  /**
   * Milliseconds since the page last said who is signed in, where it is asked elsewhere too. Default: since `getToken`
   * last answered here.
   */
  tokenAge?: (() => number) | undefined
  /**
   * `include` sends the cookies of `serverUrl` with REST and long polling, for a load balancer that keeps a client on one
   * server by a cookie. Default, and whatever else is given: `omit`.
   */
  credentials?: 'include' | 'omit'
  timings?: Partial<Timings>
}

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One signed-in connection: socket, token, fallbacks and REST. Everything a client says to the server goes through here. */
export interface Connection {
  readonly serverUrl: string
  readonly state: ConnectionState
  subscribe(listener: (state: ConnectionState) => void): () => void
  /** Listens to one server event; returns the way to stop. */
  on<E extends ServerEvent>(event: E, listener: (payload: ServerEvents[E]) => void): () => void
  /**
   * Calls back whenever something may have been missed and should be fetched again: a new socket (rooms must be joined
   * anew), REST polling taking over, the tab waking up.
   */
  onSync(listener: () => void): () => void
  /** Asks over the socket and waits for the acknowledgement; 10 s at most. @throws RequestError */
  request<R extends ClientRequest>(event: R, payload: ClientRequests[R]['payload']): Promise<ClientRequests[R]['data']>
  /** Asks over REST; a 401 asks `getToken(true)` once and repeats. @throws RequestError */
  rest<T>(method: RestMethod, path: string, body?: unknown): Promise<T>
  /**
   * Asks `getToken(false)` again where its last answer is older than `maxAge` milliseconds: before anything that must not
   * happen in the name of somebody who has signed out of the page. Calls at one time ask once; 15 s at most. Sending a
   * message does so by itself, with `TIMINGS.tokenAge`.
   *
   * @throws RequestError `unauthenticated` for a token that is none, `unavailable` where `getToken` throws or does not answer
   */
  freshenToken(maxAge: number): Promise<void>
  start(): void
  /** There is reason to think that the network is back: tries at once, whatever was being waited for. */
  wake(): void
  /** Closes the socket for good, gives up what is being fetched, and forgets every listener. */
  stop(): void
}
