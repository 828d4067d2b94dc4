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
import { ConnectionStatus } from '../connection/connection-status.js'
import { Icon } from '../ui/icon.js'
import { t } from '../language/words.js'
import { SETTINGS_PAGES } from './settings-pages.js'

/** The frame of the settings: where one is, and where else one can go. */
@Component({
  selector: 'app-settings',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ConnectionStatus, Icon, RouterLink, RouterLinkActive, RouterOutlet],
  templateUrl: './settings.html',
  styleUrl: './settings.css',
})
export class Settings {
  protected readonly t = t
  protected readonly pages = SETTINGS_PAGES
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
  protected readonly page = computed(() => this.pages.find(({ path }) => this.url().startsWith(`/settings/${path}`)))

  constructor() {
    afterRenderEffect(() => {
      const page = this.page()
      if (!page) return
      // Another page has come: keyboard and screen reader go on at its beginning, and on a phone its tab is to be seen.
      this.heading().nativeElement.focus()
      const link = this.menu().nativeElement.querySelector(`[href$="/${page.path}"]`)
      link?.scrollIntoView({ block: 'nearest', inline: 'center' })
    })
  }
}
