import { TestBed } from '@angular/core/testing'
import { provideRouter } from '@angular/router'
import { WindowFocus } from '../ui/window-focus.js'
import { ENGINE } from '../connection/engine.js'
import { FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { ArchiveActions } from './archive-actions.js'
import { Inbox } from './chats-store.js'
import { News } from './news.js'
import { UnreadCount } from './unread-count.js'

/** An inbox that somebody looks at, on a connection without a network. */
export function openInbox(answer: (path: string) => unknown) {
  const connection = new FakeConnection(answer)
  TestBed.configureTestingModule({
    providers: [
      LiveConnection,
      Inbox,
      ArchiveActions,
      News,
      UnreadCount,
      provideRouter([]),
      { provide: ENGINE, useValue: { createConnection: () => connection } },
      { provide: WindowFocus, useValue: { focused: () => true } },
    ],
  })
  return { connection, inbox: TestBed.inject(Inbox) }
}
