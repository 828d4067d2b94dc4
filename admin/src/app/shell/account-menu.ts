import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core'
import { RouterLink } from '@angular/router'
import { Icon } from '../ui/icon.js'
import { t } from '../language/words.js'
import { SignOut } from '../settings/sign-out.js'
import { StaffSession } from '../auth/staff-session.js'

/** Who is signed in, and what they can do about it. Opens and closes like any disclosure: no keys of its own. */
@Component({
  selector: 'app-account-menu',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, RouterLink],
  templateUrl: './account-menu.html',
  styleUrl: './account-menu.css',
  host: {
    '(keydown.escape)': 'onEscape($event)',
    '(focusout)': 'onFocusOut($event)',
    '(document:pointerdown)': 'onPointer($event)',
  },
})
export class AccountMenu {
  protected readonly t = t
  protected readonly session = inject(StaffSession)
  protected readonly signOut = inject(SignOut)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef)
  private readonly opener = viewChild.required<ElementRef<HTMLElement>>('opener')
  protected readonly open = signal(false)
  protected readonly name = computed(() => this.session.user()?.name ?? this.session.user()?.email ?? '')

  protected onEscape(event: Event): void {
    if (!this.open()) return
    event.preventDefault()
    this.open.set(false)
    this.opener().nativeElement.focus()
  }

  protected onFocusOut({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && !this.host.nativeElement.contains(relatedTarget)) this.open.set(false)
  }

  protected onPointer({ target }: PointerEvent): void {
    if (target instanceof Node && !this.host.nativeElement.contains(target)) this.open.set(false)
  }
}
