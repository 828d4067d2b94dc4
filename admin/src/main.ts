import { bootstrapApplication } from '@angular/platform-browser'
import { provideRouter, RouteReuseStrategy, withComponentInputBinding } from '@angular/router'
import { App } from './app/app.js'
import { provideWords } from './app/language/transloco.js'
import { routes } from './app/routes.js'
import { OneViewPerChat } from './app/workspace/one-view-per-chat.js'

await bootstrapApplication(App, {
  providers: [
    provideRouter(routes, withComponentInputBinding()),
    { provide: RouteReuseStrategy, useClass: OneViewPerChat },
    provideWords(),
  ],
})
