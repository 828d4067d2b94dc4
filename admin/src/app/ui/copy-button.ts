import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, signal } from '@angular/core'
import { withTimeout } from '@support-chat/shared/client'
import { Icon } from './icon.js'
import { t } from '../language/words.js'

const SAID_MS = 4000
/** Timeout for a browser that asks for permission and gets no answer. */
const ANSWER_MS = 10_000

/** Copies a text and confirms it for a moment. Hidden where pages have no access to the clipboard (no HTTPS). */
@Component({
  selector: 'app-copy-button',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    @if (clipboard) {
      <button type="button" class="icon-button" [attr.aria-label]="label()" [title]="label()" (click)="copy()">
        <app-icon [name]="copied() ? 'check' : 'copy'" />
      </button>
      <span class="visually-hidden" role="status">{{ copied() ? t('userPanel.copied') : '' }}</span>
      @if (failed()) {
        <span class="failed" role="alert">{{ t('userPanel.notCopied') }}</span>
      }
    }
  `,
  styles: `
    :host {
      position: relative;
    }
    .icon-button {
      width: 1.75rem;
      height: 1.75rem;
    }
    app-icon {
      zoom: 0.8;
    }
    .failed {
      color: var(--danger);
    }
  `,
})
export class CopyButton {
  protected readonly t = t
  protected readonly clipboard = navigator.clipboard as Clipboard | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  readonly text = input.required<string>()
  /** Accessible name of the button. */
  readonly label = input.required<string>()
  protected readonly copied = signal(false)
  /** The reader or the browser refused it: the text can be copied by hand. */
  protected readonly failed = signal(false)

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  protected async copy(): Promise<void> {
    clearTimeout(this.timer)
    try {
      await withTimeout(ANSWER_MS, this.clipboard?.writeText(this.text()) ?? Promise.reject(new Error('No clipboard')))
      this.copied.set(true)
    } catch {
      this.failed.set(true)
    }
    this.timer = setTimeout(() => {
      this.copied.set(false)
      this.failed.set(false)
    }, SAID_MS)
  }
}
