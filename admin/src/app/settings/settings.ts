import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  viewChild,
} from '@angular/core'
import { toSignal } from '@angular/core/rxjs-interop'
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router'
import { filter, map, startWith } from 'rxjs'
import { Permissions } from '../auth/permissions.js'
import { ConnectionStatus } from '../connection/connection-status.js'
import { Icon } from '../ui/icon.js'
import { t } from '../language/later.js'
import { SETTINGS_PAGES } from './settings-pages.js'

/** The frame of the settings pages, with their navigation. */
@Component({
  selector: 'app-settings',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ConnectionStatus, Icon, RouterLink, RouterLinkActive, RouterOutlet],
  templateUrl: './settings.html',
  styleUrl: './settings.css',
})
export class Settings {
  protected readonly t = t
  private readonly permissions = inject(Permissions)
  protected readonly pages = computed(() =>
    SETTINGS_PAGES.filter(({ permission }) => !permission || this.permissions.may(permission)),
  )
  private readonly router = inject(Router)
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading')
  private readonly menu = viewChild.required<ElementRef<HTMLElement>>('menu')
  private readonly url = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => event.urlAfterRedirects),
      startWith(this.router.url),
    ),
    { requireSync: true },
  )
  protected readonly page = computed(() =>
    SETTINGS_PAGES.find(({ path }) => this.url().startsWith(`/settings/${path}`)),
  )

  constructor() {
    afterRenderEffect(() => {
      const page = this.page()
      if (!page) return
      // Keyboard and screen reader go on at the beginning of the new page; on a phone its tab is scrolled into view.
      this.heading().nativeElement.focus()
      const link = this.menu().nativeElement.querySelector(`[href$="/${page.path}"]`)
      link?.scrollIntoView({ block: 'nearest', inline: 'center' })
    })
  }
}
