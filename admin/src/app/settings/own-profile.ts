import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core'
import { type ApiError, MAX_STAFF_NAME_LENGTH } from '@support-chat/shared'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/later.js'
import { Avatar } from '../ui/avatar.js'
import { Icon } from '../ui/icon.js'
import { RequestState } from '../ui/request-state.js'
import { selectField } from '../ui/select-field.js'
import { SubmitButton } from '../ui/submit-button.js'
import { OwnAccount, PICTURE_TYPES } from './own-account.js'

/** The name and the picture that users and colleagues see. */
@Component({
  selector: 'app-own-profile',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Avatar, Icon, SubmitButton],
  providers: [OwnAccount],
  templateUrl: './own-profile.html',
  styleUrls: ['../ui/page.css', './own-profile.css'],
})
export class OwnProfile {
  protected readonly t = t
  private readonly account = inject(OwnAccount)
  private readonly name = viewChild.required<ElementRef<HTMLInputElement>>('name')
  protected readonly user = this.account.user
  protected readonly types = PICTURE_TYPES.join()
  protected readonly longest = MAX_STAFF_NAME_LENGTH
  protected readonly naming = new RequestState<'name'>()
  protected readonly picturing = new RequestState()
  /** What has just been done, said once. */
  protected readonly done = signal<'named' | 'pictured' | 'removed' | null>(null)
  protected readonly pictureProblem = computed(() => {
    const error = this.picturing.error()
    return error && pictureWords(error)
  })

  protected async rename(event: Event): Promise<void> {
    event.preventDefault()
    const field = this.name().nativeElement
    const name = field.value.trim()
    this.done.set(null)
    if (!name) {
      this.naming.refuse('name', t('settings.profile.nameMissing'))
      return selectField(field)
    }
    if (await this.naming.run(() => this.account.rename(name))) this.done.set('named')
    else if (this.naming.error()?.code === 'invalid_request') {
      this.naming.blame('name', t('settings.profile.nameInvalid', { count: MAX_STAFF_NAME_LENGTH }))
      selectField(field)
    }
  }

  protected async choose(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0]
    // The same file may be chosen again once it was changed.
    if (file && (await this.picture(() => this.account.setPicture(file)))) this.done.set('pictured')
    input.value = ''
  }

  protected async remove(chooser: HTMLElement): Promise<void> {
    if (!(await this.picture(() => this.account.removePicture()))) return
    this.done.set('removed')
    // The button is gone with the picture.
    chooser.focus()
  }

  private picture(work: () => Promise<void>): Promise<boolean> {
    this.done.set(null)
    return this.picturing.run(work)
  }
}

function pictureWords(error: ApiError): string {
  if (error.code === 'attachment_too_large') return t('settings.profile.pictureTooLarge')
  return error.code === 'invalid_request' ? t('settings.profile.pictureInvalid') : errorWords(error)
}
