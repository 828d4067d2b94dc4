import { inject, resource, type Signal } from '@angular/core'
import { StaffSession } from '../auth/staff-session.js'
import { fetchKnown } from '../chats/search/fetch-known.js'
import { complete, suggest, type Suggestion, typedAt } from '../chats/search/suggest.js'
import { suggestionWords } from '../chats/search/suggestion-words.js'
import { LiveConnection } from '../connection/live-connection.js'

/** What is in the field, and where the caret stands. */
export interface Written {
  readonly text: string
  readonly caret: number
}

/** Filters and their values, offered for what is typed in the palette. */
export class PaletteCompletions {
  private readonly connection = inject(LiveConnection)
  private readonly me = inject(StaffSession).user
  private readonly known

  /** To be made where `inject` may be called. */
  constructor(private readonly written: Signal<Written>) {
    this.known = resource({
      params: () => {
        const { filter = null, begun = '' } = this.typed() ?? {}
        return filter === 'from' ? `from:${begun}` : (filter ?? undefined)
      },
      loader: ({ params, abortSignal }) => fetchKnown(this.connection, params, abortSignal),
    })
  }

  /** @returns each with what the field holds once it is chosen */
  options(): { words: string; more: string; filled: Written; isValue: boolean }[] {
    const typed = this.typed()
    if (!typed || (typed.filter === null && typed.begun === '')) return []
    const { staff = [], tags = [], users = [] } = (this.known.hasValue() ? this.known.value() : undefined) ?? {}
    const { text } = this.written()
    const isWritten = (suggestion: Suggestion) => text.slice(typed.start, typed.end) === suggestion.text
    return suggest(typed, { staff, tags, users, me: this.me()?.id, now: new Date() })
      .filter((suggestion) => !isWritten(suggestion))
      .map((suggestion) => ({
        words: suggestion.text,
        more: suggestionWords(suggestion),
        filled: complete(text, typed, suggestion),
        isValue: suggestion.kind === 'value',
      }))
  }

  private typed() {
    const { text, caret } = this.written()
    return typedAt(text, caret)
  }
}
