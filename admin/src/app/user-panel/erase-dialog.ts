import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, input, viewChild } from '@angular/core'
import { type ChatUser, type ErasureReceipt, routes } from '@support-chat/shared'
import { ErasedChats } from '../chats/erased-chats.js'
import { LiveConnection } from '../connection/live-connection.js'
import { t } from '../language/later.js'
import { RequestState } from '../ui/request-state.js'
import { personalDataError } from './personal-data-error.js'

/** A chat of many years takes the server longer than the usual 10 s. */
const ERASE_MS = 60_000

/** Erases a user, once it has been typed who that is: nothing brings them back. */
@Component({
  selector: 'app-erase-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './erase-dialog.html',
  styleUrls: ['../ui/dialog.css', '../ui/confirmation.css', './erase-dialog.css'],
})
export class EraseDialog {
  protected readonly t = t
  private readonly connection = inject(LiveConnection)
  private readonly erased = inject(ErasedChats)
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')

  readonly chatId = input.required<string>()
  readonly user = input.required<ChatUser>()
  protected readonly request = new RequestState<'typed'>()
  protected readonly problem = computed(() => this.request.problem()?.words ?? personalDataError(this.request.error()))

  ask(): void {
    this.field().nativeElement.value = ''
    this.request.reset()
    this.dialog().nativeElement.showModal()
  }

  protected close(): void {
    this.dialog().nativeElement.close()
  }

  protected async erase(event: Event): Promise<void> {
    event.preventDefault()
    const [chatId, user, field] = [this.chatId(), this.user(), this.field().nativeElement]
    if (!isNamed(user, field.value.trim())) {
      this.request.refuse('typed', t('personalData.mismatch'))
      field.focus()
      return
    }
    await this.request.run(async () => {
      await this.connection.delete<ErasureReceipt>(routes.adminUser(user.external_id), ERASE_MS)
      this.erased.forget(chatId)
    })
  }
}

/** By their id, or their address. */
const isNamed = ({ external_id, email }: ChatUser, typed: string): boolean =>
  typed === external_id || (typed !== '' && typed.toLowerCase() === email.toLowerCase())
