import type {
  ClientRequest,
  ClientRequests,
  ServerEvent,
  ServerEvents,
  SupportChatListItem,
} from '@support-chat/shared'
import type { Connection, ConnectionState } from '@support-chat/shared/client'

type Answer = (path: string) => unknown

/** A connection without a network, for tests: a function answers its requests, and tests emit its events. */
export class FakeConnection implements Connection {
  readonly serverUrl = 'http://localhost'
  state: ConnectionState = { status: 'connected', transport: 'websocket', error: null }
  readonly asked: string[] = []
  readonly requested: [event: ClientRequest, payload: unknown][] = []
  /** What was sent along, in the same order. */
  readonly bodies: unknown[] = []
  private readonly states = new Set<(state: ConnectionState) => void>()
  private readonly syncs = new Set<() => void>()
  private readonly events = new Map<string, Set<(payload: never) => void>>()

  constructor(public answer: Answer) {}

  emit<E extends ServerEvent>(event: E, payload: ServerEvents[E]): void {
    for (const listener of this.events.get(event) ?? []) listener(payload as never)
  }

  become(state: Partial<ConnectionState>): void {
    this.state = { ...this.state, ...state }
    for (const listener of this.states) listener(this.state)
  }

  sync(): void {
    for (const listener of this.syncs) listener()
  }

  subscribe(listener: (state: ConnectionState) => void): () => void {
    this.states.add(listener)
    return () => this.states.delete(listener)
  }

  on<E extends ServerEvent>(event: E, listener: (payload: ServerEvents[E]) => void): () => void {
    const listeners = this.events.get(event) ?? new Set()
    this.events.set(event, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  onSync(listener: () => void): () => void {
    this.syncs.add(listener)
    return () => this.syncs.delete(listener)
  }

  async rest<T>(method: string, path: string, body?: unknown): Promise<T> {
    this.asked.push(`${method} ${path}`)
    this.bodies.push(body)
    return (await this.answer(path)) as T
  }

  request<R extends ClientRequest>(
    event: R,
    payload: ClientRequests[R]['payload'],
  ): Promise<ClientRequests[R]['data']> {
    this.requested.push([event, payload])
    return event === 'watch'
      ? Promise.resolve({} as ClientRequests[R]['data'])
      : Promise.reject(new Error('Not used here'))
  }

  async freshenToken(): Promise<void> {
    // Nobody has to sign in here.
  }

  wake(): void {
    this.sync()
  }

  start(): void {
    // Always there.
  }

  stop(): void {
    this.states.clear()
    this.syncs.clear()
    this.events.clear()
  }
}

/** A chat whose last message, the user's, came `minutes` after noon. */
export function card(id: string, minutes: number, changes: Partial<SupportChatListItem> = {}): SupportChatListItem {
  return {
    id,
    user_id: `user ${id}`,
    user_email: `${id}@example.com`,
    user_name: null,
    last_message_at: new Date(Date.UTC(2026, 2, 4, 12, minutes)).toISOString(),
    last_message_preview: `Words of ${id}`,
    last_message_sender: 'user',
    message_count: 1,
    unread: false,
    archived: false,
    needs_reply: false,
    waiting_since: null,
    last_message_sender_name: null,
    last_message_attachment: null,
    assignee: null,
    tags: [],
    snoozed_until: null,
    version: 0,
    listed_at: new Date(Date.UTC(2026, 2, 4, 12, minutes)).toISOString(),
    user_online: false,
    ...changes,
  }
}
