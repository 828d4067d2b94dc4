import { css, unsafeCSS } from 'lit'
import { SMALL } from './media-query.js'

export const composerStyles = css`
  .composer {
    padding: 12px 16px 16px;
    border-block-start: 1px solid var(--_border);
    background: var(--_surface);
    touch-action: pinch-zoom;
  }
  .field {
    display: flex;
    align-items: flex-end;
    border: 1px solid color-mix(in srgb, var(--_muted) 75%, var(--_surface));
    border-radius: calc(var(--_control) + 6px);
    background: var(--_raised);
  }
  .field:hover {
    border-color: var(--_muted);
  }
  .field:has(textarea:disabled) {
    border-color: var(--_border);
    background: var(--_sunken);
  }
  .field:focus-within {
    border-color: var(--_accent-text);
    box-shadow: 0 0 0 1px var(--_accent-text);
  }
  .field.over {
    border-color: var(--_danger);
    box-shadow: 0 0 0 1px var(--_danger);
  }
  textarea {
    all: unset;
    box-sizing: border-box;
    flex: 1;
    min-inline-size: 0;
    max-block-size: min(144px, var(--_free-height, 100dvh) * 0.3);
    padding: 11px 12px;
    overflow: hidden auto;
    font-size: inherit;
    line-height: 1.45;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    cursor: text;
    scrollbar-width: thin;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  textarea:focus-visible {
    outline: none;
  }
  textarea:disabled {
    cursor: not-allowed;
  }
  .send {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    margin: 5px;
    background: var(--_accent);
    color: var(--_on-accent);
    transition: opacity 120ms ease-out;
  }
  .send:hover {
    opacity: 0.9;
  }
  .send:disabled {
    background: none;
    color: var(--_muted);
    opacity: 0.6;
    cursor: default;
  }
  .send svg {
    inline-size: 20px;
    block-size: 20px;
  }
  .limit {
    margin: 8px 12px 0;
    color: var(--_danger);
    font-size: 0.86em;
  }
  @media ${unsafeCSS(SMALL)}, (pointer: coarse) {
    textarea {
      font-size: max(16px, 1em);
    }
  }
  @media (pointer: coarse) {
    .send {
      inline-size: 44px;
      block-size: 44px;
      margin: 2px;
      border: 4px solid transparent;
      border-radius: calc(var(--_control) + 4px);
      background-clip: padding-box;
    }
    textarea {
      padding-block: 14px;
    }
  }
  @media (max-height: 400px) {
    .composer {
      padding-block: 4px;
    }
  }
  @media (forced-colors: active) {
    .send {
      border: 1px solid ButtonText;
    }
  }
`
