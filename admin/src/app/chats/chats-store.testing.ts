import { TestBed } from '@angular/core/testing'
import { provideRouter } from '@angular/router'
import { WindowFocus } from '../ui/window-focus.js'
import { ENGINE } from '../connection/engine.js'
import { FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { ArchiveActions } from './archive-actions.js'
import { ChatSelection } from './chat-selection.js'
import { ChatsStore } from './chats-store.js'
import { ErasedChats } from './erased-chats.js'
import { NewMessages } from './new-messages.js'
import { Notices } from './notices.js'
import { UnreadCount } from './unread-count.js'
import { ViewCounts } from './view-counts.js'
import { WatchedChats } from './watched-chats.js'

/** A store whose window has the focus, on a connection without a network. */
export function openStore(answer: (path: string) => unknown) {
  const connection = new FakeConnection(answer)
  TestBed.configureTestingModule({
    providers: [
      LiveConnection,
      ChatsStore,
      ArchiveActions,
      Notices,
      ChatSelection,
      NewMessages,
      UnreadCount,
      ViewCounts,
      WatchedChats,
      ErasedChats,
      provideRouter([]),
      { provide: ENGINE, useValue: { createConnection: () => connection } },
      { provide: WindowFocus, useValue: { focused: () => true } },
    ],
  })
  return { connection, store: TestBed.inject(ChatsStore) }
}
