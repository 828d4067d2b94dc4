import { effect, inject, Injectable } from '@angular/core'
import { Choices } from '../storage/choices.js'

export const DENSITIES = ['comfortable', 'dense'] as const
export type DensityName = (typeof DENSITIES)[number]

/** How much room things take. Style sheets read the attribute `data-density` of the page. */
@Injectable({ providedIn: 'root' })
export class Density {
  private readonly choice = inject(Choices).of('support-chat.density', DENSITIES)
  readonly name = this.choice.value

  constructor() {
    effect(() => document.documentElement.setAttribute('data-density', this.name()))
  }

  choose(name: DensityName): void {
    this.choice.choose(name)
  }
}
