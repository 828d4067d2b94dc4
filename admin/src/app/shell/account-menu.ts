import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core'
import { RouterLink } from '@angular/router'
import { SignOut } from '../settings/sign-out.js'
import { StaffSession } from '../auth/staff-session.js'
import { t } from '../language/words.js'
import { Avatar } from '../ui/avatar.js'
import { Icon } from '../ui/icon.js'

/** The menu of the signed-in account, a native popover. */
@Component({
  selector: 'app-account-menu',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Avatar, Icon, RouterLink],
  templateUrl: './account-menu.html',
  styleUrl: './account-menu.css',
  host: { '(keydown.escape)': 'closeByKey($event)', '(focusout)': 'closeOnLeave($event)' },
})
export class AccountMenu {
  protected readonly t = t
  protected readonly session = inject(StaffSession)
  protected readonly signOut = inject(SignOut)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef)
  private readonly menu = viewChild.required<ElementRef<HTMLElement>>('menu')
  protected readonly open = signal(false)
  /** Whoever has a picture. */
  protected readonly face = computed(() => (this.session.user()?.avatar_url ? this.session.user() : null))
  protected readonly name = computed(() => this.session.user()?.name ?? this.session.user()?.email ?? '')

  protected followToggle(event: Event): void {
    this.open.set((event as ToggleEvent).newState === 'open')
  }

  /** Escape closes the menu and does nothing else; the browser gives the focus back to the button. */
  protected closeByKey(event: Event): void {
    if (!this.open()) return
    event.preventDefault()
    this.menu().nativeElement.hidePopover()
  }

  /** A popover stays open when the Tab key leaves it. */
  protected closeOnLeave({ relatedTarget }: FocusEvent): void {
    const left = relatedTarget instanceof Node && !this.host.nativeElement.contains(relatedTarget)
    if (left && this.open()) this.menu().nativeElement.hidePopover()
  }
}
