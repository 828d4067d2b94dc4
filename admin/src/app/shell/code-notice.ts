import { ChangeDetectionStrategy, Component, ErrorHandler, inject, signal } from '@angular/core'
import { takeUntilDestroyed } from '@angular/core/rxjs-interop'
import { NavigationEnd, NavigationError, Router } from '@angular/router'
import { Icon } from '../ui/icon.js'
import { Notice } from '../ui/notice.js'
import { t } from '../language/words.js'
import { BrowserStorage } from '../storage/browser-storage.js'
import { type CodeTrouble, codeTrouble } from '../loading/lazy.js'

/** Says that a part of the console could not be loaded, and offers a remedy. Unsent text is kept by the browser. */
@Component({
  selector: 'app-code-notice',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, Notice],
  template: `
    @if (trouble(); as trouble) {
      <app-notice role="alert" [dismissible]="trouble !== 'retrying'" (dismissed)="dismiss()">
        <app-icon name="alert" />
        {{ words(trouble) }}
        @if (trouble !== 'retrying' && keeps) {
          {{ t('code.kept') }}
        }
        @if (trouble === 'unreachable' && wanted() !== null) {
          <button type="button" class="button" (click)="tryAgain()">{{ t('chats.tryAgain') }}</button>
        }
        @if (trouble !== 'retrying') {
          <button type="button" class="button primary" (click)="reload()">{{ t('code.reload') }}</button>
        }
      </app-notice>
    }
  `,
  styleUrl: './code-notice.css',
})
export class CodeNotice {
  protected readonly t = t
  private readonly router = inject(Router)
  protected readonly keeps = inject(BrowserStorage).lasts
  protected readonly trouble = codeTrouble
  /** The address that could not be shown. */
  protected readonly wanted = signal<string | null>(null)

  constructor() {
    const errors = inject(ErrorHandler)
    this.router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      if (event instanceof NavigationEnd) {
        this.wanted.set(null)
        // After a navigation to another page it does not matter any more; an update concerns every page.
        if (codeTrouble() === 'unreachable') codeTrouble.set(null)
      } else if (event instanceof NavigationError) {
        this.wanted.set(event.url)
        if (codeTrouble() === null) errors.handleError(event.error)
      }
    })
  }

  protected words(trouble: CodeTrouble): string {
    return t(`code.${trouble}`)
  }

  protected tryAgain(): void {
    const wanted = this.wanted()
    if (wanted !== null) void this.router.navigateByUrl(wanted)
  }

  protected dismiss(): void {
    this.trouble.set(null)
  }

  /** Goes to the address that could not be shown. */
  protected reload(): void {
    const wanted = this.wanted()
    if (wanted !== null && wanted !== this.router.url) {
      history.pushState(null, '', this.router.parseUrl(wanted).toString().replace(/^\//, ''))
    }
    location.reload()
  }
}
