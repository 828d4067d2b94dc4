import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type ForwardRefExoticComponent,
  type ReactNode,
  type RefAttributes,
} from 'react'
import type { EventName, SupportChatEvents } from '../chat/events.js'
import type { SupportChatProperties } from './element-properties.js'
import { SupportChat as Element } from './support-chat.js'

type Camel<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S
type Handlers = {
  [N in EventName as `on${Capitalize<Camel<N>>}`]?:
    ((event: SupportChatEvents[`support-chat-${N}`]) => void) | undefined
}

/** What the component takes: the element's properties, its events as `onUnread` and so on, and what stands in its slots. */
export type SupportChatProps = Omit<SupportChatProperties, 'server-url'> &
  Handlers & {
    id?: string | undefined
    className?: string | undefined
    style?: CSSProperties | undefined
    hidden?: boolean | undefined
    children?: ReactNode
  }

/** What can stand in HTML, by the names it has there: a server renders it, and the element has it from the first moment. */
const ATTRIBUTES = {
  ...{ serverUrl: 'server-url', user: 'user', instance: 'instance', mock: 'mock', credentials: 'credentials' },
  ...{ hideVisits: 'hide-visits', heading: 'heading', locale: 'locale', theme: 'theme', position: 'position' },
  ...{ mode: 'mode', launcher: 'launcher', muted: 'muted', opened: 'opened' },
} as const
/** What a property is again when it is not given any more. */
const DEFAULTS: SupportChatProps = {
  ...{ theme: 'auto', position: 'bottom-right', mode: 'floating', launcher: 'default', heading: '', locale: '' },
  ...{ muted: false, opened: false, mock: false, hideVisits: false, credentials: 'omit', token: null },
}
type Property = keyof typeof ATTRIBUTES | 'token' | 'context' | 'strings' | 'sessionSource' | 'getToken'
const PROPERTIES = [
  ...(Object.keys(ATTRIBUTES) as (keyof typeof ATTRIBUTES)[]),
  ...(['token', 'context', 'strings', 'sessionSource', 'getToken'] as const),
]
const EVENTS: Record<EventName, keyof Handlers> = {
  ...{ ready: 'onReady', 'before-open': 'onBeforeOpen', open: 'onOpen', 'before-close': 'onBeforeClose' },
  ...{ close: 'onClose', message: 'onMessage', unread: 'onUnread', connection: 'onConnection', mute: 'onMute' },
  ...{ 'sign-in': 'onSignIn', 'sign-out': 'onSignOut', error: 'onError' },
}

/** Before the element draws itself with what has changed. On a server there is nothing to do, and React warns of the one. */
const useCommitEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect

/**
 * `<support-chat>` as a component. Registers the element by itself; works as it is in Next.js and in strict mode, with
 * React 18 and 19. Functions may be new ones at each rendering, `getToken` too: another `user` or `token` says that somebody
 * else is signed in. A `ref` gets the element.
 * @example
 * <SupportChat serverUrl="https://support.example.com" user={user.id} getToken={fetchToken} onUnread={showCount} />
 */
export const SupportChat: ForwardRefExoticComponent<SupportChatProps & RefAttributes<Element>> = forwardRef(
  function SupportChat(props: SupportChatProps, ref) {
    const own = useRef<Element>(null)
    const latest = useRef(props)
    // React writes what it renders first, and properties only once: its versions differ in what they do with them.
    const [attributes] = useState(() => attributesOf(props))
    const [assigned] = useState<Partial<Record<Property, unknown>>>(() => pick(props))
    const [getToken] = useState(() => () => latest.current.getToken?.() ?? '')
    useImperativeHandle(ref, () => own.current as Element)
    useCommitEffect(() => {
      latest.current = props
      for (const name of PROPERTIES) {
        const next = name === 'getToken' ? props.getToken && getToken : (props[name] ?? DEFAULTS[name])
        if (next === assigned[name]) continue
        assigned[name] = next
        Object.assign(own.current as Element, { [name]: next })
      }
    })
    useCommitEffect(() => {
      const listening = new AbortController()
      for (const name of Object.keys(EVENTS) as EventName[]) {
        const handle = (event: Event) => (latest.current[EVENTS[name]] as ((event: Event) => void) | undefined)?.(event)
        own.current?.addEventListener(`support-chat-${name}`, handle, { signal: listening.signal })
      }
      if (!customElements.get('support-chat')) customElements.define('support-chat', Element)
      return () => listening.abort()
    }, [])
    const { id, className, style, hidden, children } = props
    const html = { id, class: className, style, hidden: hidden || undefined }
    return createElement('support-chat', { ref: own, suppressHydrationWarning: true, ...html, ...attributes }, children)
  },
)
SupportChat.displayName = 'SupportChat'

function attributesOf(props: SupportChatProps): Record<string, unknown> {
  const given = Object.entries(ATTRIBUTES).map(([name, attribute]): [string, unknown] => [
    attribute,
    props[name as keyof typeof ATTRIBUTES],
  ])
  return Object.fromEntries<unknown>(
    given.filter(([, value]) => value !== undefined && value !== null && value !== false),
  )
}

/** What the attributes say already. */
const pick = (props: SupportChatProps) =>
  Object.fromEntries<unknown>(
    PROPERTIES.map((name) => [name, name in ATTRIBUTES ? (props[name] ?? DEFAULTS[name]) : DEFAULTS[name]]),
  )
