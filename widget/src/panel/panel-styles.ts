import { adoptStyles, css, unsafeCSS } from 'lit'
import { composerStyles } from './composer-styles.js'
import { launcherStyles } from '../launcher/launcher-styles.js'
import { shade, SHADES } from '../launcher/shades.js'
import { SMALL } from './media-query.js'
import { messageStyles } from './message-styles.js'
import { noticeStyles } from './notice-styles.js'
import { peopleStyles } from './people-styles.js'

const light = css`
  --_sunken: var(--support-chat-surface-sunken, #f6f7f9);
  --_raised: var(--support-chat-surface-raised, #fff);
  --_text: var(--support-chat-text, #14171f);
  --_muted: var(--support-chat-text-muted, #5d646f);
  --_border: var(--support-chat-border, #e1e4ea);
  --_staff: var(--support-chat-staff-bubble, var(--_raised));
  --_danger: var(--support-chat-danger, #c42b1c);
  --_success: var(--support-chat-success, #12884f);
  --_warning: var(--support-chat-warning, #b7701a);
  --_own: var(--_accent);
  color-scheme: light;
  @supports ${SHADES} {
    --_own: ${shade('var(--_accent)', 0.75, 0)};
  }
`
/** A page's own colours hold in both themes, but what it has made for the light one alone is dimmed until text is read. */
const dimmed = (name: string, builtIn: string) => shade(`var(--support-chat-${name}, ${builtIn})`, 0.02, 0)
const lit = (name: string, builtIn: string) => shade(`var(--support-chat-${name}, ${builtIn})`, 1, 0.3)
const dark = css`
  --_sunken: var(--support-chat-surface-sunken, #101215);
  --_raised: var(--support-chat-surface-raised, #22252c);
  --_text: var(--support-chat-text, #eceef2);
  --_muted: var(--support-chat-text-muted, #9aa1ae);
  --_border: var(--support-chat-border, #2c3038);
  --_staff: var(--support-chat-staff-bubble, var(--_raised));
  --_danger: var(--support-chat-danger, #ff8577);
  --_success: var(--support-chat-success, #3fbf7f);
  --_warning: var(--support-chat-warning, #e2b341);
  --_own: var(--_accent);
  color-scheme: dark;
  @supports ${SHADES} {
    --_sunken: ${dimmed('surface-sunken', '#101215')};
    --_raised: ${dimmed('surface-raised', '#22252c')};
    --_staff: ${dimmed('staff-bubble', 'var(--_raised)')};
    --_text: ${lit('text', '#eceef2')};
    --_muted: ${lit('text-muted', '#9aa1ae')};
    --_danger: ${lit('danger', '#ff8577')};
    --_own: ${shade('var(--_accent)', 1, 0.06)};
  }
`

const frameStyles = css`
  .panel,
  .card {
    ${light}
    --_radius: var(--support-chat-radius, 16px);
    --_control: var(--support-chat-control-radius, 8px);
  }
  :host([theme='dark']) :is(.panel, .card) {
    ${dark}
  }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme='light'])) :is(.panel, .card) {
      ${dark}
    }
  }
  .panel {
    display: flex;
    flex-direction: column;
    overflow: hidden;
    background: var(--_surface);
    color: var(--_text);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    text-align: start;
    word-break: auto-phrase;
    -webkit-font-smoothing: antialiased;
    -webkit-tap-highlight-color: transparent;
    -webkit-text-size-adjust: 100%;
  }
  .panel:focus-visible {
    outline: none;
  }
  :host([mode='inline']) {
    display: block;
    block-size: var(--support-chat-height, 600px);
  }
  @media screen {
    :host([mode='inline']) .root {
      display: block;
      block-size: 100%;
    }
  }
  .panel.inline {
    block-size: 100%;
  }
  .panel.floating {
    position: fixed;
    z-index: var(--support-chat-z-index, 2147483000);
    bottom: calc(var(--_inset) + var(--_size) + 12px + env(safe-area-inset-bottom));
    right: calc(var(--_inset) + env(safe-area-inset-right));
    inline-size: min(var(--support-chat-width, 384px), 100vw - 2 * var(--_inset));
    block-size: min(var(--support-chat-height, 640px), 100dvh - 2 * var(--_inset) - var(--_size) - 12px);
    box-shadow: var(--_shadow);
    visibility: hidden;
    opacity: 0;
    transform: translateY(12px) scale(0.98);
    transform-origin: bottom;
    transition:
      opacity 160ms ease-out,
      transform 160ms ease-out,
      visibility 0s 160ms;
  }
  :host([position='bottom-left']) .panel.floating {
    right: auto;
    left: calc(var(--_inset) + env(safe-area-inset-left));
  }
  .panel.floating.open {
    visibility: visible;
    opacity: 1;
    transform: none;
    transition-delay: 0s;
  }
  @starting-style {
    .panel.floating.open {
      opacity: 0;
      transform: translateY(12px) scale(0.98);
    }
  }
  button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    border-radius: var(--_control);
  }
  h2,
  h3,
  p {
    margin: 0;
    font-size: inherit;
    font-weight: inherit;
  }
  header {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 12px 8px;
    padding-inline-start: 16px;
    border-block-end: 1px solid var(--_border);
    background: var(--support-chat-header, none);
    color: var(--support-chat-on-header, inherit);
    touch-action: pinch-zoom;
  }
  .title {
    flex: 1;
    min-inline-size: 0;
  }
  h2 {
    overflow: hidden;
    font-size: 1.07em;
    font-weight: 600;
    letter-spacing: -0.006em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .status {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--support-chat-on-header, var(--_muted));
    font-size: 0.86em;
  }
  .status:not(.visually-hidden) + .team {
    display: none;
  }
  .status::before {
    content: '';
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
    outline: 1px solid var(--support-chat-on-header, transparent);
    background: var(--_muted);
    forced-color-adjust: none;
  }
  .status.connected::before {
    background: var(--_success);
  }
  .status.connecting::before {
    background: var(--_warning);
    animation: pulse 1.2s ease-in-out infinite alternate;
  }
  .icon-button {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    color: var(--support-chat-on-header, var(--_muted));
    transition: background-color 120ms ease-out;
  }
  .icon-button:hover {
    background: color-mix(in srgb, currentColor 10%, transparent);
    color: var(--support-chat-on-header, var(--_text));
  }
  .icon-button svg {
    inline-size: 20px;
    block-size: 20px;
  }
  .body {
    position: relative;
    display: flex;
    flex: 1;
    min-block-size: 0;
    overflow: clip;
    background: var(--_sunken);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @keyframes pulse {
    to {
      opacity: 0.35;
    }
  }
  @media ${unsafeCSS(SMALL)} {
    .panel ~ .launcher[aria-expanded='true'] {
      display: none;
    }
    .panel.floating {
      inset: var(--_free-top, 0) 0 auto;
      inline-size: 100vw;
      block-size: var(--_free-height, 100dvh);
      padding: env(safe-area-inset-top) env(safe-area-inset-right)
        max(0px, env(safe-area-inset-bottom) - var(--_covered, 0px)) env(safe-area-inset-left);
      border: 0;
      border-radius: 0;
      /* Whatever a keyboard on its way uncovers. */
      box-shadow: 0 0 0 100vmax var(--_surface);
    }
  }
  @media (max-height: 400px) {
    header {
      padding-block: 0;
    }
    .title {
      display: flex;
      gap: 12px;
      align-items: baseline;
    }
    .team {
      min-inline-size: 0;
      overflow: hidden;
      white-space: nowrap;
    }
  }
  @media (prefers-contrast: more) {
    .panel,
    .card {
      --_border: var(--_muted);
    }
  }
  @media (pointer: coarse) and (max-width: 480px) {
    .panel.floating {
      font-size: max(16px, var(--_font-size));
    }
  }
  @media (pointer: coarse) {
    .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }
  }
`

/** The launcher's stay. */
export function adoptPanelStyles({ renderRoot }: { readonly renderRoot: HTMLElement | DocumentFragment }): void {
  const styles = [launcherStyles, frameStyles, messageStyles, noticeStyles, composerStyles, peopleStyles]
  adoptStyles(renderRoot as ShadowRoot, styles)
}
