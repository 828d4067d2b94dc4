import type { SignInOptions } from '@support-chat/shared'

/** How staff sign in, as the server has put it into the page: which it does where there is single sign-on. */
export function signInOptions(): SignInOptions {
  const { content = '' } = document.querySelector<HTMLMetaElement>('meta[name=sign-in]') ?? {}
  return content.startsWith('{') ? (JSON.parse(content) as SignInOptions) : { password: true, sso: null }
}
