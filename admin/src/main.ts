import { provideAppInitializer } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import {
  provideRouter,
  RouteReuseStrategy,
  TitleStrategy,
  withComponentInputBinding,
  withRouterConfig,
} from '@angular/router'
import { App } from './app/app.js'
import { followTranslators } from './app/language/translated-pages.js'
import { routes } from './app/routes.js'
import { OneViewPerChat } from './app/shell/one-view-per-chat.js'
import { PageTitle } from './app/ui/page-title.js'

await bootstrapApplication(App, {
  providers: [
    // What goes wrong on the way to a page is said by CodeNotice; a search hit can be gone to again.
    provideRouter(
      routes,
      withComponentInputBinding(),
      withRouterConfig({ resolveNavigationPromiseOnError: true, onSameUrlNavigation: 'reload' }),
    ),
    { provide: RouteReuseStrategy, useClass: OneViewPerChat },
    { provide: TitleStrategy, useExisting: PageTitle },
    provideAppInitializer(followTranslators),
  ],
})
