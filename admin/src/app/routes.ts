import { inject } from '@angular/core'
import type { Routes } from '@angular/router'
import { Language } from './language/language.js'
import type { TextKey } from './language/words.js'
import { signedIn, signedOut } from './auth/guards.js'
import { lazily } from './loading/lazy.js'

/** `chats?tab=archived&q=TEXT` is a list, `chats/ID` a chat beside the same list: each can be reloaded and shared. */
export const routes: Routes = [
  {
    path: '',
    resolve: { words: () => inject(Language).ready },
    children: [
      {
        path: 'sign-in',
        title: 'session.signIn' satisfies TextKey,
        canActivate: [signedOut],
        loadComponent: () =>
          document.querySelector('meta[name=sign-in][content^="{"]')
            ? lazily(async () => (await import('./auth/sso-sign-in.js')).SsoSignIn)
            : lazily(async () => (await import('./auth/sign-in.js')).SignIn),
      },
      {
        path: 'accept-invitation',
        title: 'session.welcome' satisfies TextKey,
        loadComponent: () => lazily(async () => (await import('./auth/choose-password.js')).ChoosePassword),
      },
      {
        path: 'forgotten-password',
        title: 'session.forgotten' satisfies TextKey,
        loadComponent: () => lazily(async () => (await import('./auth/forgotten-password.js')).ForgottenPassword),
      },
      {
        path: 'reset-password',
        title: 'session.resetTitle' satisfies TextKey,
        data: { purpose: 'reset' },
        loadComponent: () => lazily(async () => (await import('./auth/choose-password.js')).ChoosePassword),
      },
      {
        path: 'break-glass',
        title: 'session.signIn' satisfies TextKey,
        loadComponent: () => lazily(async () => (await import('./auth/break-glass.js')).BreakGlass),
      },
      {
        path: '',
        canActivate: [signedIn],
        loadComponent: () => lazily(async () => (await import('./shell/signed-in.js')).SignedIn),
        children: [
          {
            path: 'chats',
            loadChildren: () => lazily(async () => (await import('./shell/signed-in.js')).workspaceRoutes),
          },
          {
            path: 'settings',
            loadChildren: () => lazily(async () => (await import('./settings/settings-routes.js')).settingsRoutes),
          },
          { path: '**', redirectTo: 'chats' },
        ],
      },
    ],
  },
]
