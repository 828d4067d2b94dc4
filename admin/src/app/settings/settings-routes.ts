import type { Routes } from '@angular/router'
import { Settings } from './settings.js'
import { lazily } from '../loading/lazy.js'
import { SETTINGS_PAGES } from './settings-pages.js'

export const settingsRoutes: Routes = [
  {
    path: '',
    component: Settings,
    children: [
      ...SETTINGS_PAGES.map(({ path, title, load }) => ({ path, title, loadComponent: () => lazily(load) })),
      { path: '**', redirectTo: 'profile' },
    ],
  },
]
