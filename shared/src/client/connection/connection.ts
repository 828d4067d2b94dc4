import type { ApiError } from '../../contract/errors.js'
import type { Timings } from '../core/timings.js'
import type { ClientRequest, ClientRequests, ServerEvent, ServerEvents } from '../../contract/socket.js'

/** Whether messages arrive: not yet, yes, or not at all for now. */
export type ConnectionStatus = 'connecting' | 'connected' | 'offline'

export interface ConnectionState {
  /** What the indicator shows. REST polling is `connected` too: messages arrive, if later. */
  status: ConnectionStatus
  transport: 'websocket' | 'polling' | 'rest' | null
  /** Why it is offline, where the server has given a reason. */
  error: ApiError | null
}

export interface ConnectionOptions {
  /** Origin of the server, without a trailing slash. */
  serverUrl: string
  /** Socket.IO path. Default `/socket.io`. */
  path?: string
  /**
   * Called for the first token, before it expires, and after the server has refused it (`refused` is true: a cached token
   * will not do). In between, and where it throws, the last token stays in use. With `credentials: 'include'` it may be empty:
   * then cookies alone say who it is.
   */
  getToken: (refused: boolean) => string | Promise<string>
  /**
   * Milliseconds since it was last confirmed who is signed in, for callers that confirm it by other ways too. Default:
   * since `getToken` last answered.
   */
  tokenAge?: (() => number) | undefined
  /**
   * `include` sends the cookies of `serverUrl` with REST and long polling: of a session there, or of a load balancer that
   * keeps a client on one server. Default, and whatever else is given: `omit`.
   */
  credentials?: 'include' | 'omit'
  timings?: Partial<Timings>
}

/** The HTTP methods of the API. */
export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One signed-in connection: socket, token, fallbacks and REST. Every request of the client goes through it. */
export interface Connection {
  readonly serverUrl: string
  readonly state: ConnectionState
  /** Calls back on every change of `state`; returns a function that stops it. */
  subscribe(listener: (state: ConnectionState) => void): () => void
  /** Listens to one server event; returns a function that stops listening. */
  on<E extends ServerEvent>(event: E, listener: (payload: ServerEvents[E]) => void): () => void
  /**
   * Calls back whenever events may have been missed, and messages should be fetched: on a new socket (rooms must be joined
   * again), when REST polling takes over, and when the tab wakes up. Returns a function that stops it.
   */
  onSync(listener: () => void): () => void
  /** Sends a request over the socket and waits for its acknowledgement, 10 s at most. @throws RequestError */
  request<R extends ClientRequest>(event: R, payload: ClientRequests[R]['payload']): Promise<ClientRequests[R]['data']>
  /**
   * Sends a request over REST; after a 401 once more, with the token that `getToken(true)` gives.
   *
   * @param timeout milliseconds for the answer, 10 s if not given
   * @throws RequestError
   */
  rest<T>(method: RestMethod, path: string, body?: unknown, timeout?: number): Promise<T>
  /**
   * Calls `getToken(false)` where its last answer is older than `maxAge` milliseconds: before anything that must not happen
   * in the name of a user who has signed out of the page. Concurrent calls share one; 15 s at most. Sending a message
   * does this by itself, with `TIMINGS.tokenAge`.
   *
   * @throws RequestError `unauthenticated` for a token that is none, `unavailable` where `getToken` throws or does not answer
   */
  freshenToken(maxAge: number): Promise<void>
  /** Connects, and stays connected until `stop()`; a second call changes nothing. */
  start(): void
  /** The network may be back: connects at once instead of waiting for the next attempt. */
  wake(): void
  /** Closes the socket for good, cancels what is being fetched, and removes every listener. */
  stop(): void
}

/** As far as the files of a chat need it. */
export type FileConnection = Pick<Connection, 'serverUrl' | 'rest' | 'on' | 'onSync'>
