import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal, viewChild } from '@angular/core'
import { MAX_TAG_LENGTH } from '@support-chat/shared'
import { StaffSession } from '../../auth/staff-session.js'
import { Icon, type IconName } from '../../ui/icon.js'
import { counted, t } from '../../language/later.js'
import { Clock } from '../../time/clock.js'
import { ActiveOption, ListboxOption } from '../../ui/listbox.js'
import { Modal } from '../../ui/modal.js'
import type { Chat } from '../chat-cards.js'
import { ChatSelection } from '../chat-selection.js'
import { ChatsStore } from '../chats-store.js'
import { NextChat } from '../next-chat.js'
import { StaffMembers } from '../staff-members.js'
import { BulkChanges } from './bulk-changes.js'
import { SnoozeForm } from './snooze-form.js'
import { snooze, type TeamChange } from './team-changes.js'
import { assignOptions, snoozeOptions, tagOptions, type TeamOption } from './team-options.js'
import { timeWords } from './snooze-times.js'
import type { TeamTask } from './team-task.js'

/** Asks to whom chats are assigned, how they are tagged, or until when they are put off; all by typing and Enter. */
@Component({
  selector: 'app-team-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, ListboxOption, Modal, SnoozeForm],
  providers: [BulkChanges],
  templateUrl: './team-dialog.html',
  styleUrls: ['../../ui/dialog.css', '../../ui/listbox.css', './team-dialog.css'],
})
export class TeamDialog {
  protected readonly t = t
  protected readonly icons = { assign: 'person', tag: 'tag', snooze: 'clock' } as const satisfies Record<
    TeamTask,
    IconName
  >
  private readonly store = inject(ChatsStore)
  private readonly members = inject(StaffMembers)
  private readonly selection = inject(ChatSelection)
  private readonly nextChat = inject(NextChat)
  private readonly clock = inject(Clock)
  private readonly changes = inject(BulkChanges)
  private readonly me = inject(StaffSession).user
  private readonly modal = viewChild.required(Modal)
  private chosen: TeamChange | null = null

  readonly task = input.required<TeamTask>()
  readonly chatIds = input.required<readonly string[]>()
  /** Asks for a date and a time at once. */
  readonly customTime = input(false)
  readonly closed = output()

  protected readonly text = signal('')
  private readonly timeAsked = signal(false)
  protected readonly asksForTime = computed(() => this.customTime() || this.timeAsked())
  /** As they are now, be it by a colleague's hand. */
  private readonly chats = computed((): readonly Chat[] => this.chatIds().flatMap((id) => this.store.find(id) ?? []))
  protected readonly title = computed(() => {
    const [chat] = this.chats()
    const who = chat?.user_name ?? chat?.user_email ?? ''
    return counted(`teamDialog.title.${this.task()}`, this.chatIds().length, { who })
  })
  protected readonly options = computed((): TeamOption[] => {
    const [text, chats] = [this.text(), this.chats()]
    switch (this.task()) {
      case 'assign':
        return assignOptions(text, chats, this.members.assignable(chats), this.me()?.id)
      case 'tag':
        return tagOptions(text, chats, [...new Set(this.store.cards().flatMap(({ tags }) => tags))])
      case 'snooze':
        return snoozeOptions(text, chats, this.clock.now())
    }
  })
  private readonly option = new ActiveOption(this.options, this.text)
  protected readonly active = this.option.active
  protected readonly activeId = computed(() => {
    const active = this.active()
    return active ? optionId(active) : null
  })
  protected readonly optionId = optionId
  protected readonly status = computed(() => {
    const text = this.text().trim()
    if (this.options().length > 0) return counted('palette.found', this.options().length)
    if (this.task() === 'tag')
      return text ? t('teamDialog.tagTooLong', { count: MAX_TAG_LENGTH }) : t('teamDialog.noTags')
    return t('palette.nothing', { text })
  })

  show(): void {
    this.members.load()
    this.modal().show()
  }

  protected moveOrChoose(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.take(this.active())
    else if (!this.option.move(event.key)) return
    event.preventDefault()
  }

  protected take(option: TeamOption | undefined): void {
    if (option?.change) this.choose(option.change)
    else if (option) this.timeAsked.set(true)
  }

  protected snoozeUntil(time: Date): void {
    this.choose(snooze(time, timeWords(time)))
  }

  private choose(change: TeamChange): void {
    this.chosen = change
    this.modal().close()
  }

  /** Once the dialog has given the focus back. */
  protected finish(): void {
    this.closed.emit()
    if (this.chosen) void this.make(this.chosen)
  }

  private async make(change: TeamChange): Promise<void> {
    const chats = this.chats()
    if (change.kind === 'snoozed') this.nextChat.leave(this.chatIds())
    const failed = await this.changes.make(change, chats)
    // Those remain selected that are not yet as was asked for.
    if (failed.length > 0 && this.selection.any()) this.selection.replace(failed.map(({ id }) => id))
  }
}

const optionId = ({ id }: TeamOption): string => `team-option-${id.replaceAll(/\s/g, '-')}`
