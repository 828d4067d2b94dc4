import { css } from 'lit'

/** What lies over the messages, and what stands in their place. */
export const noticeStyles = css`
  .spinner {
    position: absolute;
    inset-block-start: 12px;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: 24px;
    block-size: 24px;
    border: 2px solid var(--_border);
    border-block-start-color: var(--_accent-text);
    border-radius: 50%;
    background: var(--_sunken);
    box-shadow: 0 0 0 6px var(--_sunken);
    animation: spin 800ms linear infinite;
  }
  .jump,
  .banner {
    position: absolute;
    display: flex;
    align-items: center;
    border: 1px solid var(--_border);
    background: var(--_raised);
    box-shadow: 0 4px 16px #14171f29;
  }
  .jump {
    inset-block-end: 12px;
    inset-inline: 0;
    gap: 6px;
    inline-size: fit-content;
    min-block-size: 36px;
    margin-inline: auto;
    padding: 0 8px;
    border-radius: 18px;
    color: var(--_accent-text);
    font-size: 0.93em;
    font-weight: 500;
    animation: message 160ms ease-out;
  }
  .jump svg {
    inline-size: 18px;
    block-size: 18px;
  }
  .jump span {
    padding-inline-end: 6px;
  }
  .banner {
    inset-block-start: 8px;
    inset-inline: 8px;
    gap: 10px;
    padding: 8px 12px;
    border-radius: var(--_control);
    font-size: 0.86em;
    animation: appear 160ms ease-out;
  }
  .banner span {
    flex: 1;
  }
  .banner svg {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    color: var(--_muted);
  }
  .banner button,
  .failure button,
  .new {
    color: var(--_accent-text);
    font-weight: 600;
  }
  .empty {
    display: flex;
    flex-direction: column;
    justify-content: center;
  }
  .empty,
  .log > .notice {
    min-block-size: 100%;
  }
  .notice {
    display: grid;
    align-content: center;
    justify-items: center;
    padding: 16px;
    text-align: center;
    text-wrap: balance;
    animation: appear 200ms ease-out;
  }
  .notice-icon {
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    margin-block-end: 16px;
    border: 1px solid var(--_border);
    border-radius: 50%;
    background: var(--_raised);
    color: var(--_accent-text);
    font-size: 1.3em;
  }
  h3 {
    font-size: 1.14em;
    font-weight: 600;
    white-space: pre-line;
  }
  .notice p {
    max-inline-size: 30ch;
    margin-block-start: 6px;
    color: var(--_muted);
  }
  .action {
    min-block-size: 40px;
    margin-block-start: 20px;
    padding: 8px 16px;
    border: 1px solid var(--_border);
    background: var(--_raised);
    font-weight: 500;
  }
  .action:hover {
    border-color: var(--_muted);
  }
  .skeleton {
    display: grid;
    align-content: end;
    gap: 8px;
    min-block-size: 100%;
    animation: appear 200ms 200ms ease-out both;
  }
  .skeleton i {
    inline-size: 62%;
    block-size: 38px;
    border-radius: var(--_bubble);
    background: var(--_border);
    animation: pulse 900ms ease-in-out infinite alternate;
  }
  .skeleton i:nth-of-type(even) {
    inline-size: 44%;
  }
  .skeleton .right {
    justify-self: end;
  }
  @media (max-height: 400px) {
    .notice-icon {
      display: none;
    }
  }
  @media (pointer: coarse) {
    .jump,
    .action {
      min-block-size: 44px;
    }
    .jump {
      justify-content: center;
      min-inline-size: 44px;
      border-radius: 22px;
    }
  }
  @media (forced-colors: active) {
    .skeleton i {
      border: 1px solid GrayText;
    }
    .spinner {
      border-block-start-color: Highlight;
    }
  }
`
