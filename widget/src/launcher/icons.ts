import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit'

/** One set: a 24 px grid, 1.5 px strokes, drawn in the colour of the text around it. */
export const icon = (body: SVGTemplateResult): TemplateResult =>
  html`<svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${body}
  </svg>`

export const chatIcon = icon(
  svg`<path d="M12 4c4.7 0 8.5 3.2 8.5 7.2s-3.8 7.2-8.5 7.2c-.9 0-1.8-.1-2.6-.3L5 20.5l.7-3.9c-1.4-1.3-2.2-3.2-2.2-5.4C3.5 7.2 7.3 4 12 4Z"/><path d="M8.5 11.2h.01M12 11.2h.01M15.5 11.2h.01" stroke-width="2"/>`,
)
export const downIcon = icon(svg`<path d="m6.5 9.25 5.5 5.5 5.5-5.5"/>`)
