import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'

/** Paths on a 24 × 24 grid, drawn with a 1.5 px line. */
const PATHS = {
  archive: 'M4 8v10a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8M3 4h18v4H3zM10 12h4',
  restore: 'M4 8v10a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8M3 4h18v4H3zM12 17v-6m-2.5 2.5L12 11l2.5 2.5',
  back: 'M19 12H5m6-6-6 6 6 6',
  send: 'M4.5 12 4 4.5 20.5 12 4 19.5zm0 0H12',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm9 2-4-4',
  clear: 'M6 6l12 12M18 6 6 18',
  signOut: 'M14 4H7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7M10 12h10m-3.5-3.5L20 12l-3.5 3.5',
  settings:
    'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8.5 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  person: 'M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM4.5 20a7.5 7.5 0 0 1 15 0',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 4.3a3.5 3.5 0 0 1 0 6.4M18 14a6.5 6.5 0 0 1 3.5 5.5',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2 2 0 0 0 4 0',
  bellOff: 'M17.5 17.5h-13L6 16v-5a6 6 0 0 1 1-3.3M9 5.9a6 6 0 0 1 9 5.1v3M10 20.5a2 2 0 0 0 4 0M3.5 3.5l17 17',
  keyboard: 'M3 6.5h18v11H3zM6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8',
  key: 'M15 14.5a5.5 5.5 0 1 0-5.2-3.7L3.5 17v3.5H7V18h2.5v-2.5H12l1.1-1.3a5.5 5.5 0 0 0 1.9.3zM16.5 7.5v.01',
  webhook:
    'M12 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zm12 0a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM10.8 8.2l-3.6 6.6m6-6.6 3.6 6.6M8.5 17h7',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  file: 'M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5',
  picture: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M14.5 9v.01',
  download: 'M12 4v11m5-5-5 5-5-5M5 20h14',
  more: 'M6 9.5l6 6 6-6',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v1.5m0 15V21m9-9h-1.5m-15 0H3m15.4-6.4-1.1 1.1M6.7 17.3l-1.1 1.1m12.8 0-1.1-1.1M6.7 6.7 5.6 5.6',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  display: 'M4 5h16v11H4zM9 20h6m-3-4v4',
  chats: 'M4 5h12v9H9l-3.5 3v-3H4zM19 9h1v9h-1.5v2.5L15.5 18H11',
  inbox: 'M4 13 6.5 5h11L20 13v6H4zm0 0h4.5l1 2.5h5l1-2.5H20',
  down: 'M12 5v14m6-6-6 6-6-6',
  up: 'M12 19V5m-6 6 6-6 6 6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  checks: 'M2 12.5l4.5 4.5L16 7.5M11.5 16.5l.5.5L22 7.5',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  canned: 'M13 3 5.5 13.5H11L10 21l8.5-11H13z',
  note: 'M5 4h14v10.5L14.5 19H5zM19 14.5h-4.5V19M8.5 8.5h7m-7 3.5h4',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11.5V16m0-8v.01',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  tag: 'M4 4h8l8 8-8 8-8-8zM8 8v.01',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5l3 2',
  alert: 'M12 8v5m0 3v.01M12 3.5 2.5 20h19z',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5m3-5v5',
  offline:
    'M3 3l18 18M8.5 15.5a5 5 0 0 1 5-1.2m2 1.2M5 12a10 10 0 0 1 4-2.4m4.5-.4A10 10 0 0 1 19 12M2 8.5a15 15 0 0 1 4-2.6m4.5-1.2A15 15 0 0 1 22 8.5M12 19v.01',
} as const

export type IconName = keyof typeof PATHS

/** A picture beside words that say the same: hidden from assistive technology. */
@Component({
  selector: 'app-icon',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: ` <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path [attr.d]="path()" /></svg> `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
    svg {
      width: 1.25rem;
      height: 1.25rem;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.5;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>()
  protected readonly path = computed(() => PATHS[this.name()])
}
