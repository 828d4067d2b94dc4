import type { Routes } from '@angular/router'
import { ConversationPage } from '../conversation/conversation-page.js'
import { NoChat } from './no-chat.js'
import { Workspace } from './workspace.js'

export const workspaceRoutes: Routes = [
  {
    path: '',
    component: Workspace,
    children: [
      { path: '', component: NoChat },
      { path: ':chatId', component: ConversationPage },
    ],
  },
]
