import type { Setup, WidgetBrand } from '@support-chat/shared'

/** What pages are made with, in the order in which it is offered. */
export const FRAMEWORKS = ['html', 'react', 'vue', 'angular', 'svelte', 'next'] as const
export type Framework = (typeof FRAMEWORKS)[number]

export const FRAMEWORK_NAMES: Readonly<Record<Framework, string>> = {
  html: 'HTML',
  react: 'React',
  vue: 'Vue',
  angular: 'Angular',
  svelte: 'Svelte',
  next: 'Next.js',
}

type Server = Pick<Setup, 'public_url'>

/** For the head of a page: the script, and the accent, which is there before the chat is, so that no other colour is seen first. */
export function headCode({ public_url }: Server, { accent }: WidgetBrand): string {
  const style = accent ? `<style>\n  support-chat { --support-chat-accent: ${accent} }\n</style>\n` : ''
  return `${style}<script type="module" src="${public_url}/widget/support-chat.js"></script>`
}

/** Where the chat is to be. Each sets `user` and `getToken`. */
export const embedCode = (framework: Framework, server: Server, brand: WidgetBrand): string =>
  CODE[framework](attributesOf(server, brand))

/** The line of the server's environment that lets a page in, beside those that are let in already. */
export const allowLine = ({ allowed_origins }: Pick<Setup, 'allowed_origins'>, origin: string): string =>
  `ALLOWED_ORIGINS=${[...(allowed_origins ?? []), origin].join(',')}`

/** What is not as it is by default. */
function attributesOf({ public_url }: Server, { heading, position }: WidgetBrand): string {
  // In templates braces and quotes would say something else.
  const title = heading.replace(/[&"<{}]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return [
    `server-url="${public_url}"`,
    ...(heading ? [`heading="${title}"`] : []),
    ...(position === 'bottom-left' ? ['position="bottom-left"'] : []),
  ].join(' ')
}

const FETCH = `fetch('/support-token', { method: 'POST' }).then((response) => response.text())`

const CODE: Readonly<Record<Framework, (attributes: string) => string>> = {
  html: (attributes) => `<support-chat ${attributes}></support-chat>

<script type="module">
  const chat = document.querySelector('support-chat')
  chat.user = document.body.dataset.user // your id of who is signed in, the \`sub\` of their token: <body data-user="42">
  chat.getToken = () => ${FETCH}
</script>`,

  react: (attributes) => `const fetchToken = () => ${FETCH}

export function SupportChat({ user }) {
  const configure = (chat) => {
    if (chat) chat.getToken = fetchToken
  }
  return <support-chat ${attributes} user={user.id} ref={configure} />
}`,

  vue: (
    attributes,
  ) => `<!-- vite.config: vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'support-chat' } } }) -->
<script setup>
defineProps(['user'])
const fetchToken = () => ${FETCH}
</script>

<template>
  <support-chat ${attributes} :user="user.id" :getToken.prop="fetchToken" />
</template>`,

  angular: (attributes) => `@Component({
  selector: 'app-support',
  template: \`<support-chat ${attributes} [user]="user().id" [getToken]="fetchToken" />\`,
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
})
export class Support {
  readonly user = input.required<{ id: string }>()
  readonly fetchToken = () => ${FETCH}
}`,

  svelte: (attributes) => `<script>
  let { user } = $props()
  const fetchToken = () => ${FETCH}
</script>

<support-chat ${attributes} user={user.id} getToken={fetchToken}></support-chat>`,

  next: (attributes) => `'use client'
import { SupportChat } from '@support-chat/widget/react'

const fetchToken = () => ${FETCH}

export function Support({ user }) {
  return <SupportChat ${attributes.replace('server-url', 'serverUrl')} user={user.id} getToken={fetchToken} />
}`,
}
