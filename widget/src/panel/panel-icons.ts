import { svg } from 'lit'
import { icon } from '../launcher/icons.js'

export const closeIcon = icon(svg`<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>`)
export const bellIcon = icon(svg`<path d="M18 15.5v-5a6 6 0 1 0-12 0v5L4.5 17.5h15L18 15.5ZM10 20.5h4"/>`)
export const bellOffIcon = icon(
  svg`<path d="M9 5.3a6 6 0 0 1 9 5.2v3M6.2 9.3 6 10.5v5l-1.5 2h13M10 20.5h4M4 4l16 16"/>`,
)
export const sendIcon = icon(svg`<path d="M12 19V5.5M6 11.5l6-6 6 6" stroke-width="2"/>`)
export const arrowDownIcon = icon(svg`<path d="M12 5v13.5M6 12.5l6 6 6-6"/>`)
export const alertIcon = icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 8v4.5M12 15.8h.01"/>`)
export const lockIcon = icon(
  svg`<rect x="5" y="10.5" width="14" height="10" rx="2.5"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>`,
)
export const cloudOffIcon = icon(
  svg`<path d="M8.5 7.4A6 6 0 0 1 18.3 11 4 4 0 0 1 20 17.9M17 18.5H7.5a4.5 4.5 0 0 1-1.2-8.8M4 4l16 16"/>`,
)
export const clockIcon = icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`)
