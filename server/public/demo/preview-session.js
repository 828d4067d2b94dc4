const minutesAgo = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString()

const NO_CHAT = {
  chatId: 'preview',
  loaded: true,
  error: null,
  items: [],
  hasMore: false,
  loadingOlder: false,
  unreadCount: 0,
  otherTyping: false,
  otherOnline: true,
}

/** A conversation that lives in this page, for looks only: what the element asks of a session, and `reply` to answer. */
export function previewSession() {
  const listeners = new Set()
  const stored = (sender_type, content, minutes) => {
    const sequence = state.items.length + 1
    const message = {
      id: `preview-${sequence}`,
      chat_id: 'preview',
      sequence,
      client_id: null,
      content,
      sender_type,
      sender_name: sender_type === 'admin' ? 'Ada' : 'Robin',
      read_at: minutes > 0 ? minutesAgo(minutes - 1) : null,
      created_at: minutesAgo(minutes),
    }
    change({ items: [...state.items, { kind: 'stored', message }] })
  }
  const change = (values) => {
    state = { ...state, ...values }
    for (const listener of listeners) listener(state)
  }
  let state = NO_CHAT
  stored('user', 'Hello, can I still change my delivery address?', 1445)
  stored('admin', 'Of course: https://shop.example.com/orders/2041/address', 1443)
  stored('user', 'Found it, thank you', 8)
  stored('user', '🎉', 8)
  stored('admin', 'You are welcome.', 6)
  stored('admin', 'Is there anything else?', 6)

  return {
    connection: {
      state: { status: 'connected', transport: 'websocket', error: null },
      subscribe: () => () => undefined,
      stop: () => undefined,
    },
    chat: {
      get state() {
        return state
      },
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      send(content) {
        if (!content.trim()) return null
        stored('user', content.trim(), 0)
        return `preview-${state.items.length}`
      },
      retry: () => undefined,
      discard: () => null,
      loadOlder: () => Promise.resolve(),
      markRead: () => change({ unreadCount: 0 }),
      setTyping: () => undefined,
      close: () => listeners.clear(),
    },
    reply(content) {
      stored('admin', content, 0)
      change({ unreadCount: state.unreadCount + 1 })
    },
  }
}
