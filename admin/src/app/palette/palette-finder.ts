import type { Signal } from '@angular/core'
import { t } from '../language/later.js'
import { PaletteCompletions, type Written } from './palette-completions.js'
import { type FoundOption, PaletteSearch } from './palette-search.js'

/** An option of the palette that is no command and no setting. */
export interface FinderOption extends Pick<FoundOption, 'id' | 'words' | 'more'> {
  readonly snippet?: FoundOption['snippet']
  /** What the field holds once it is chosen, which leaves the palette open. */
  readonly filled?: Written
  readonly run?: () => void
}

interface FinderGroup {
  readonly name: string
  readonly options: readonly FinderOption[]
}

/** Finds chats and people for the palette, and offers filters: loaded once it is opened, since commands do without. */
export class PaletteFinder {
  private readonly search: PaletteSearch
  private readonly completions: PaletteCompletions

  /** To be made where `inject` may be called. */
  constructor(q: Signal<string>, written: Signal<Written>) {
    this.search = new PaletteSearch(q)
    this.completions = new PaletteCompletions(written)
  }

  /** The values of a filter come first, since that is being typed. */
  groups(): FinderGroup[] {
    return [this.completionGroup(true), ...this.search.groups()]
  }

  /** Filters that may be meant. */
  filters(): FinderGroup {
    return this.completionGroup(false)
  }

  /** What is wrong with a filter, in words. */
  problem(): string | null {
    return this.search.problem()
  }

  private completionGroup(isValue: boolean): FinderGroup {
    const options = this.completions.options().filter((option) => option.isValue === isValue)
    return {
      name: t('search.suggested'),
      options: options.map((option) => ({ ...option, id: `completion-${option.words}` })),
    }
  }
}
