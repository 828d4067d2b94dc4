/** What projects write that use the packed widget: compiled by tests, not by this project. */

/** A strict project's use of every entry, with React. */
export const CONSUMER = `
import '@support-chat/widget'
import { SupportChat, type SvelteElementProps } from '@support-chat/widget/element'
import { HeadlessChat } from '@support-chat/widget/headless'
import { SupportChat as Component, useSupportChat } from '@support-chat/widget/react'
import { createRef } from 'react'
import { useSupportChat as useInVue, type SupportChatElementProps } from '@support-chat/widget/vue'

const element: SupportChat = document.createElement('support-chat')
element.getToken = async () => 'token'
element.addEventListener('support-chat-message', ({ detail }) => detail.message.content.trim())
element.addEventListener('support-chat-sign-in', ({ detail }) => detail.user.trim())
element.context = { plan: 'pro', seats: 3, trial: false }
// @ts-expect-error -- flat ones only
element.context = { plan: { name: 'pro' } }
export const read: [number, boolean, Promise<void>, string] = [element.unread, element.connected, element.ready, SupportChat.version]
element.open({ draft: 'Hello' })
// @ts-expect-error -- there is no such theme
element.theme = 'pink'

export const Page = () => {
  const { messages, unread, connected, send, markAsRead } = useSupportChat({ serverUrl: '', getToken: () => 'token' })
  markAsRead()
  void send(String(messages[0]?.content.trim()) + String(connected))
  return <support-chat server-url="https://x.example.com" heading={String(unread)} onsupport-chat-unread={({ detail }) => detail.count.toFixed()} />
}
export const designed = <support-chat mock muted opened hideVisits theme="dark" mode="inline" position="bottom-left" locale="de" />
// @ts-expect-error -- there is no such position
export const wrong = <support-chat position="top" />

const ref = createRef<SupportChat>()
export const component = (user: { id: string } | undefined) => (
  <Component ref={ref} serverUrl="https://x.example.com" user={user?.id} getToken={() => 'token'} launcher="none"
    onUnread={({ detail }) => detail.count.toFixed()} onBeforeOpen={(event) => event.preventDefault()} onReady={() => ref.current?.open()}>
    <p slot="footer">Hello</p>
  </Component>
)
// @ts-expect-error -- there is no such event
export const misspelt = <Component onUnred={() => undefined} />

export const inVue: () => number = () => useInVue(() => null).unread.value
export const props: SupportChatElementProps = { theme: 'dark', mock: true, onSupportChatUnread: ({ detail }) => detail.count }
export const signedIn = (user: { id: string } | undefined, getToken: (() => Promise<string>) | undefined) => (
  <support-chat server-url="https://x.example.com" user={user?.id} getToken={getToken} />
)
// As Svelte's compiler checks \`<support-chat onsupport-chat-message={(e) => …}>\`.
const inSvelte = (tag: 'support-chat', attributes: svelteHTML.IntrinsicElements[typeof tag]): SvelteElementProps => attributes
inSvelte('support-chat', { user: 42, class: 'x', 'onsupport-chat-message': (e) => e.detail.message.content.trim() })
inSvelte('support-chat', { 'on:support-chat-unread': (e) => e.detail.count.toFixed() })
// @ts-expect-error -- it has no such detail
inSvelte('support-chat', { 'onsupport-chat-unread': (e) => e.detail.message })
// What a page may not have yet.
interface SupportProps { user: { id: string } | undefined; fetchToken: (() => Promise<string>) | undefined; setUnread: ((count: number) => void) | undefined }
export const Support = ({ user, setUnread }: SupportProps) => (
  <support-chat user={user?.id} strings={undefined} onsupport-chat-unread={setUnread && (({ detail }) => setUnread(detail.count))} />
)
export const Hook = ({ user, fetchToken }: SupportProps) =>
  useSupportChat({ serverUrl: '', user: user?.id, token: undefined, getToken: fetchToken, credentials: undefined }).unread
export const maybeInVue: SupportChatElementProps = { user: undefined, onSupportChatUnread: undefined }
new HeadlessChat({ serverUrl: '', token: 'token' }).subscribe(() => undefined)()
`

/** In JSX of Preact. */
export const PREACT = `
import type {} from '@support-chat/widget/preact'
export const Support = ({ user }: { user: { id: string } | undefined }) => (
  <support-chat server-url="https://x.example.com" user={user?.id} getToken={() => 'token'} class="x"
    onsupport-chat-unread={({ detail }) => detail.count.toFixed()} />
)
// @ts-expect-error -- there is no such position
export const wrong = <support-chat position="top" />
`

/** In JSX of Solid, which sets attributes unless it is told otherwise. */
export const SOLID = `
import type {} from '@support-chat/widget/solid'
export const Support = (props: { user: { id: string } | undefined }) => (
  <support-chat server-url="https://x.example.com" user={props.user?.id} prop:getToken={() => 'token'} class="x"
    on:support-chat-unread={({ detail }) => detail.count.toFixed()} />
)
// @ts-expect-error -- there is no such position
export const wrong = <support-chat prop:position="top" />
`

/** In a template of Angular. @param attributes of the element */
export const ANGULAR = (attributes: string) => `
import { Component } from '@angular/core'
import { SupportChatDirective } from '@support-chat/widget/angular'

@Component({ selector: 'app-support', imports: [SupportChatDirective], template: \`<support-chat ${attributes} />\` })
export class Support {
  readonly user: { id: string } | undefined
  readonly fetchToken = async () => 'token'
  unread = 0
}
`
