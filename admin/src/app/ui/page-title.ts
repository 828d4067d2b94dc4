import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core'
import { Title } from '@angular/platform-browser'
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router'
import { t, type TextKey } from '../language/words.js'

/** How many active chats are unread, and how many need a reply, as that is shown: `999+`; null for none. */
export interface TabCounts {
  readonly unread: number
  readonly needsReply: string | null
}

const NONE: TabCounts = { unread: 0, needsReply: null }

/**
 * The page's title: how many chats are unread and how many need a reply, what is on the screen, and the product's name. Routes give a {@link TextKey}
 * as their `title`, so that it follows a change of language.
 */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  private readonly route = signal<TextKey | null>(null)
  private readonly subject = signal<() => string | null>(() => null)
  private readonly counts = signal<() => TabCounts>(() => NONE)
  private readonly text = computed(() => {
    const route = this.route()
    const { unread, needsReply } = this.counts()()
    const subject = this.subject()() ?? (route && t(route))
    const waiting = needsReply && t('app.waiting', { count: needsReply })
    return (unread > 0 ? `(${unread}) ` : '') + [waiting, subject, t('app.title')].filter(Boolean).join(' – ')
  })

  constructor() {
    super()
    const title = inject(Title)
    effect(() => title.setTitle(this.text()))
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.route.set((this.buildTitle(snapshot) as TextKey | undefined) ?? null)
  }

  /** Puts these numbers in front, as long as the caller lives. Call it where `inject` may be called. */
  showCounts(counts: () => TabCounts): void {
    this.counts.set(counts)
    inject(DestroyRef).onDestroy(() => this.counts.set(() => NONE))
  }

  /** Names what the page is about, as long as the caller lives. Call it where `inject` may be called. */
  showSubject(subject: () => string | null): void {
    this.subject.set(subject)
    inject(DestroyRef).onDestroy(() => this.subject.set(() => null))
  }
}
