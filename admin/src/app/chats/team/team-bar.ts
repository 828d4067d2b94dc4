import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import { type ChatChanges, MAX_TAG_LENGTH } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { NextChat } from '../next-chat.js'
import { StaffMembers } from '../staff-members.js'
import { TeamActions } from '../team-actions.js'
import { TeamDialogs } from '../team-dialogs.js'
import { Waiting } from '../waiting.js'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'
import { shortTime } from '../../time/calendar.js'
import { Clock } from '../../time/clock.js'
import { Icon } from '../../ui/icon.js'
import { ChatsStore } from '../chats-store.js'
import { snoozeTimes } from './snooze-times.js'

/** Below the chat's heading: how long its user waits, who takes care of it, its tags, and until when it is put off. */
@Component({
  selector: 'app-team-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  templateUrl: './team-bar.html',
  styleUrl: './team-bar.css',
})
export class TeamBar {
  protected readonly t = t
  protected readonly maxTag = MAX_TAG_LENGTH
  private readonly members = inject(StaffMembers)
  private readonly dialogs = inject(TeamDialogs)
  private readonly chats = inject(ChatsStore)
  private readonly actions = inject(TeamActions)
  private readonly nextChat = inject(NextChat)
  private readonly waitingWords = inject(Waiting)
  private readonly clock = inject(Clock)

  readonly chatId = input.required<string>()
  protected readonly failure = signal<string | null>(null)
  private readonly chat = computed(() => this.chats.find(this.chatId()))
  protected readonly tags = computed(() => this.chat()?.tags ?? [])
  protected readonly assigneeId = computed(() => this.chat()?.assignee?.id ?? '')
  protected readonly waiting = computed(() => {
    const { needs_reply = false, waiting_since = null } = this.chat() ?? {}
    return this.waitingWords.of({ needs_reply, waiting_since })
  })
  /** Oneself first; whoever has the chat is among them, also once they are deactivated. */
  protected readonly people = computed(() => {
    const chat = this.chat()
    return this.members.assignable(chat ? [chat] : []).map(({ id, name, email }) => ({ id, label: name ?? email }))
  })
  protected readonly snoozedUntil = computed(() => {
    const until = this.chat()?.snoozed_until
    return until ? t('team.snoozedUntil', { time: shortTime(until, this.clock.now()) }) : null
  })
  protected readonly snoozes = computed(() => snoozeTimes(this.clock.now()))

  constructor() {
    this.members.load()
  }

  protected assign(id: string): Promise<boolean> {
    return this.change({ assignee_id: id === '' ? null : id })
  }

  /** Where a chat is put off one is led on. @param choice index of a time, empty to end it, or `custom` for one that is asked for */
  protected async snooze(choice: string): Promise<void> {
    if (choice === 'custom') return this.dialogs.open('snooze', [this.chatId()], true)
    const time = choice === '' ? undefined : this.snoozes()[Number(choice)]
    const isDone = await this.change({ snoozed_until: time?.until.toISOString() ?? null })
    if (time && isDone) this.nextChat.leave([this.chatId()])
  }

  protected addTag(field: HTMLInputElement): void {
    const tag = field.value.trim()
    field.value = ''
    if (tag && !this.tags().includes(tag)) void this.change({ tags: [...this.tags(), tag] })
  }

  protected removeTag(tag: string): void {
    void this.change({ tags: this.tags().filter((other) => other !== tag) })
  }

  protected noReplyNeeded(): Promise<boolean> {
    return this.change({ needs_reply: false }, false)
  }

  /** What a colleague has changed meanwhile is shown, not overwritten. */
  private async change(changes: ChatChanges, ifUnchanged = true): Promise<boolean> {
    this.failure.set(null)
    const version = ifUnchanged ? this.chat()?.version : undefined
    try {
      await this.actions.change(this.chatId(), { ...changes, if_version: version })
      return true
    } catch (error) {
      const reason = toApiError(error)
      this.failure.set(reason.code === 'conflict' ? t('team.conflict') : errorWords(reason))
      return false
    }
  }
}
