import { Component, computed, inject } from '@angular/core'
import { AccountMenu } from '../account/account-menu.js'
import { ConnectionStatus } from '../connection/connection-status.js'
import { Icon } from '../icon/icon.js'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/words.js'
import { ThemeSwitch } from '../theme/theme-switch.js'
import { Inbox } from './inbox.js'
import { InboxTabs } from './inbox-tabs.js'
import { SearchBox } from './search-box.js'
import { VirtualCards } from './virtual-cards.js'

/** The list's side of the console: search, tabs, chats, and who is signed in. */
@Component({
  selector: 'app-chat-list',
  imports: [AccountMenu, ConnectionStatus, Icon, InboxTabs, SearchBox, ThemeSwitch, VirtualCards],
  templateUrl: './chat-list.html',
  styleUrl: './chat-list.css',
})
export class ChatList {
  protected readonly t = t
  protected readonly inbox = inject(Inbox)
  protected readonly placeholders = Array.from({ length: 8 }, (_, index) => index)

  protected readonly failure = computed(() => {
    const error = this.inbox.error()
    return error && errorWords(error)
  })
  protected readonly emptyWords = computed(() => {
    const { archived, q } = this.inbox.query()
    if (q.trim())
      return {
        title: t('inbox.empty.search.title', { text: q.trim() }),
        detail: t(archived ? 'inbox.empty.search.inArchived' : 'inbox.empty.search.inActive'),
      }
    const tab = archived ? 'archived' : 'active'
    return { title: t(`inbox.empty.${tab}.title`), detail: t(`inbox.empty.${tab}.detail`) }
  })
}
