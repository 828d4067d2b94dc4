import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'

interface Person {
  readonly name: string | null
  readonly email: string
  /** Relative to the server's address. */
  readonly avatar_url?: string | null
}

/** So many hues tell people apart; more of them look alike. */
const HUES = 12

/** A picture, else initials on a colour of the person's own: the same in every list, and after every visit. */
@Component({
  selector: 'app-avatar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { 'aria-hidden': 'true', '[style.--hue]': 'hue()', '[attr.data-initials]': 'letters()' },
  template: `
    @if (person().avatar_url; as path) {
      <!-- From the address of the console, which is below the server's. -->
      <img alt="" [src]="'..' + path" />
    }
  `,
  styles: `
    :host {
      display: grid;
      flex: none;
      place-items: center;
      width: var(--avatar-size, 2.25rem);
      height: var(--avatar-size, 2.25rem);
      font-size: calc(var(--avatar-size, 2.25rem) * 0.36);
      font-weight: 600;
      line-height: 1;
      letter-spacing: 0.01em;
      color: light-dark(oklch(42% 0.11 var(--hue)), oklch(88% 0.06 var(--hue)));
      background: light-dark(oklch(93% 0.04 var(--hue)), oklch(34% 0.06 var(--hue)));
      border-radius: 50%;
    }
    /* No text: what can be read of the button around it is its name. */
    :host([data-initials])::before {
      content: attr(data-initials);
    }
    img {
      width: 100%;
      border-radius: inherit;
    }
    @media (forced-colors: active) {
      :host {
        border: 1px solid;
      }
    }
  `,
})
export class Avatar {
  /** Decides the colour. */
  readonly id = input.required<string>()
  readonly person = input.required<Person>()
  /** None beside a picture. */
  protected readonly letters = computed(() => (this.person().avatar_url ? null : initials(this.person())))
  protected readonly hue = computed(() => hueOf(this.id()))
}

/** `BM` for Bea Miller, `B` for bea@example.com. */
export function initials({ name, email }: Person): string {
  const words = (name?.trim() || email).split(/\s+/u)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return ends.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('')
}

/** Degrees of the colour wheel. */
export function hueOf(id: string): number {
  let sum = 0
  for (let index = 0; index < id.length; index++) sum = (sum * 31 + id.charCodeAt(index)) % 65_521
  return (sum % HUES) * (360 / HUES)
}
