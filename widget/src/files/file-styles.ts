import { css } from 'lit'

/** Pictures and cards of files, below the text of their message. */
export const fileStyles = css`
  .files {
    display: flex;
    flex-direction: column;
    align-items: inherit;
    gap: 4px;
    max-inline-size: min(84%, 40em);
  }
  /* Of a message that has no text. */
  .bubble:empty {
    display: none;
  }
  .bubble:not(:empty) + .files {
    margin-block-start: 4px;
  }
  .picture,
  .file {
    box-sizing: border-box;
    max-inline-size: 100%;
    border-radius: min(12px, var(--_bubble));
    background: var(--_raised);
    overflow: clip;
  }
  .picture {
    display: block;
    outline: 1px solid var(--_border);
    outline-offset: -1px;
  }
  .picture img {
    display: block;
    max-inline-size: 100%;
    min-inline-size: 32px;
    min-block-size: 32px;
    block-size: auto;
    object-fit: contain;
    color: var(--_muted);
    font-size: 0.86em;
    overflow-wrap: anywhere;
  }
  .message .file {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 44px;
    padding: 8px 12px;
    border: 1px solid var(--_border);
    direction: inherit;
    color: var(--_text);
    text-decoration: none;
  }
  .file svg {
    flex: none;
    inline-size: 22px;
    block-size: 22px;
    color: var(--_muted);
  }
  .file > span {
    min-inline-size: 0;
  }
  .file b,
  .file span span {
    display: block;
    overflow-wrap: anywhere;
  }
  .file b {
    font-weight: 600;
  }
  a.file:hover b {
    text-decoration: underline;
  }
  .file span span {
    color: var(--_muted);
    font-size: 0.86em;
  }
  .refused span span {
    color: var(--_danger);
  }
  .own :is(.picture, .file):focus-visible {
    outline-color: var(--_accent-text);
  }
`
