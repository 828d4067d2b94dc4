import { inject } from '@angular/core'
import type { Routes } from '@angular/router'
import { Language } from './language/language.js'
import { signedIn, signedOut } from './session/guards.js'

/** `chats?tab=archived&q=TEXT` is a list, `chats/ID` a chat beside the same list: each can be reloaded and shared. */
export const routes: Routes = [
  {
    path: '',
    resolve: { words: () => inject(Language).ready },
    children: [
      {
        path: 'sign-in',
        canActivate: [signedOut],
        loadComponent: async () => (await import('./session/sign-in.js')).SignIn,
      },
      {
        path: 'accept-invitation',
        loadComponent: async () => (await import('./session/accept-invitation.js')).AcceptInvitation,
      },
      {
        path: '',
        canActivate: [signedIn],
        loadComponent: async () => (await import('./session/signed-in.js')).SignedIn,
        children: [
          {
            path: 'chats',
            loadChildren: async () => (await import('./workspace/workspace-routes.js')).workspaceRoutes,
          },
          {
            path: 'settings',
            loadChildren: async () => (await import('./settings/settings-routes.js')).settingsRoutes,
          },
          { path: '**', redirectTo: 'chats' },
        ],
      },
    ],
  },
]
