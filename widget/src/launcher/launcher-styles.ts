import { css } from 'lit'
import { contrasting, shade, SHADES } from './shades.js'

const light = css`
  --_accent: var(--support-chat-accent, #4f46e5);
  --_link: var(--_accent);
  --_surface: var(--support-chat-surface, #fff);
  --_shadow: var(--support-chat-shadow, 0 2px 6px #14171f14, 0 16px 48px -8px #14171f38);
  @supports ${SHADES} {
    --_link: ${shade('var(--_accent)', 0.14, 0)};
  }
`
const dark = css`
  --_accent: var(--support-chat-accent, #5f59ee);
  --_link: color-mix(in srgb, var(--_accent) 45%, #fff);
  --_surface: var(--support-chat-surface, #16181d);
  --_shadow: var(--support-chat-shadow, 0 2px 6px #0006, 0 16px 48px -8px #000a);
  @supports ${SHADES} {
    --_link: ${shade('var(--_accent)', 1, 0.4)};
    --_surface: ${shade('var(--support-chat-surface, #16181d)', 0.02, 0)};
  }
`

/** The launcher, and what of the look it shares with the panel; see `panel-styles.ts` for the rest. */
export const launcherStyles = css`
  :host {
    all: initial;
  }
  :host([hidden]) {
    display: none;
  }
  .root {
    all: initial;
    ${light}
    --_accent-text: var(--support-chat-accent-text, var(--_link));
    --_on-accent: var(--support-chat-on-accent, #fff);
    --_edge: color-mix(in srgb, var(--_on-accent) 12%, transparent);
    --_inset: var(--support-chat-inset, 20px);
    --_size: var(--support-chat-launcher-size, 56px);
    /* The size that people have set in their browser, whatever a page has made of its rem. */
    --_font-size: var(--support-chat-font-size, 0.875em);
    font: medium / 1.45 var(--support-chat-font, system-ui, sans-serif);
  }
  @supports ${SHADES} {
    .root {
      --_on-accent: var(--support-chat-on-accent, ${contrasting('var(--_accent)')});
    }
  }
  .root > * {
    font-size: var(--_font-size);
  }
  [popover] {
    position: fixed;
  }
  :host([theme='dark']) .root {
    ${dark}
  }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme='light'])) .root {
      ${dark}
    }
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  svg {
    display: block;
    inline-size: 1.5em;
    block-size: 1.5em;
  }
  .launcher,
  .load-error {
    all: unset;
    box-sizing: border-box;
    position: fixed;
    z-index: var(--support-chat-z-index, 2147483000);
    bottom: calc(var(--_inset) + env(safe-area-inset-bottom));
    right: calc(var(--_inset) + env(safe-area-inset-right));
    display: grid;
    place-items: center;
    border: 1px solid var(--_edge);
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    transition: transform 160ms ease-out;
    animation: arrive 200ms ease-out;
  }
  .launcher {
    inline-size: var(--_size);
    block-size: var(--_size);
    border-radius: 50%;
    font-size: calc(var(--_size) / 2.8);
  }
  .load-error {
    bottom: calc(2 * var(--_inset) + var(--_size));
    padding: 12px;
    border-radius: 16px;
    font-size: var(--_font-size);
  }
  :host([position='bottom-left']) :is(.launcher, .load-error) {
    right: auto;
    left: calc(var(--_inset) + env(safe-area-inset-left));
  }
  @media (hover: hover) {
    .launcher:hover {
      transform: scale(1.05);
    }
  }
  .launcher:active {
    transform: scale(0.95);
  }
  .launcher svg {
    grid-area: 1 / 1;
    transition:
      opacity 160ms ease-out,
      transform 160ms ease-out;
  }
  .launcher[aria-expanded='false'] svg + svg,
  .launcher[aria-expanded='true'] svg:first-child {
    opacity: 0;
    transform: scale(0.6) rotate(-20deg);
  }
  .badge {
    position: absolute;
    top: -4px;
    inset-inline-end: -4px;
    min-inline-size: 22px;
    block-size: 22px;
    padding: 0 6px;
    border-radius: 11px;
    background: var(--support-chat-badge, #d92d20);
    color: var(--support-chat-on-badge, #fff);
    box-shadow: 0 0 0 2px var(--_surface);
    font-size: 12px;
    font-weight: 600;
    line-height: 22px;
    text-align: center;
    animation: arrive 160ms ease-out;
  }
  :focus-visible {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  @keyframes arrive {
    from {
      opacity: 0;
      transform: scale(0.7);
    }
  }
  @media (forced-colors: active) {
    .launcher,
    .badge {
      border: 1px solid ButtonText;
      line-height: 20px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
  @media print {
    .root {
      display: none;
    }
  }
`
