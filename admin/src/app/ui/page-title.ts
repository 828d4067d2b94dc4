import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core'
import { Title } from '@angular/platform-browser'
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router'
import { t, type TextKey } from '../language/words.js'

/**
 * The page's title: how many chats are unread, what is on the screen, and the product's name. Routes give a {@link TextKey}
 * as their `title`, so that it follows a change of language.
 */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  private readonly route = signal<TextKey | null>(null)
  private readonly subject = signal<() => string | null>(() => null)
  private readonly unread = signal<() => number>(() => 0)
  private readonly text = computed(() => {
    const route = this.route()
    const unread = this.unread()()
    const subject = this.subject()() ?? (route && t(route))
    return (unread > 0 ? `(${unread}) ` : '') + [subject, t('app.title')].filter(Boolean).join(' – ')
  })

  constructor() {
    super()
    const title = inject(Title)
    effect(() => title.setTitle(this.text()))
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.route.set((this.buildTitle(snapshot) as TextKey | undefined) ?? null)
  }

  /** Puts the number of unread chats in front, as long as the caller lives. Call it where `inject` may be called. */
  showUnread(count: () => number): void {
    this.unread.set(count)
    inject(DestroyRef).onDestroy(() => this.unread.set(() => 0))
  }

  /** Names what the page is about, as long as the caller lives. Call it where `inject` may be called. */
  showSubject(subject: () => string | null): void {
    this.subject.set(subject)
    inject(DestroyRef).onDestroy(() => this.subject.set(() => null))
  }
}
