import { css } from 'lit'

/** The log: bubbles, dividers, notices, and what lies over them. */
export const messageStyles = css`
  .log {
    --_bubble: var(--support-chat-bubble-radius, 18px);
    flex: 1;
    min-inline-size: 0;
    padding: 16px;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-color: var(--_border) transparent;
    scrollbar-width: thin;
  }
  .log:focus-visible {
    outline-offset: -2px;
  }
  .day {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 20px 16px;
    color: var(--_muted);
    font-size: 12px;
  }
  .day:first-child {
    margin-block-start: 0;
  }
  .day::before,
  .day::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_border);
  }
  .message {
    display: flex;
    position: relative;
    flex-direction: column;
    align-items: flex-start;
    margin-block-start: 2px;
  }
  .message.first {
    margin-block-start: 12px;
  }
  .day + .message.first {
    margin-block-start: 0;
  }
  .message.own {
    align-items: flex-end;
  }
  .message.arriving {
    animation: message 160ms ease-out;
  }
  .name {
    margin: 0 12px 4px;
    color: var(--_muted);
    font-size: 12px;
  }
  .bubble {
    max-inline-size: 84%;
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_bubble);
    background: var(--_raised);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .staff .bubble {
    border-end-start-radius: 4px;
  }
  .staff:not(.first) .bubble {
    border-start-start-radius: 4px;
  }
  .own .bubble {
    border-color: transparent;
    border-end-end-radius: 4px;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .own:not(.first) .bubble {
    border-start-end-radius: 4px;
  }
  .bubble.emoji {
    padding: 0;
    border: 0;
    background: none;
    font-size: 36px;
    line-height: 1.2;
  }
  a {
    color: var(--_accent-text);
    text-underline-offset: 2px;
  }
  .own a {
    color: inherit;
  }
  .own a:focus-visible {
    outline-color: currentColor;
  }
  .sending .bubble {
    animation: wait 200ms 400ms ease-out both;
  }
  .failed .bubble {
    border-color: var(--_danger);
    background: var(--_surface);
    color: var(--_text);
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 6px;
    margin: 4px 4px 0;
    color: var(--_muted);
    font-size: 12px;
  }
  .staff .meta {
    margin-inline-start: 12px;
  }
  .meta.unseen {
    margin: 0;
  }
  .meta svg {
    inline-size: 14px;
    block-size: 14px;
  }
  .clock {
    animation: appear 200ms 400ms ease-out both;
  }
  .seen::before {
    content: '· ';
  }
  .failure {
    justify-content: flex-end;
    max-inline-size: 84%;
    color: var(--_danger);
  }
  .failure button {
    padding: 4px 2px;
    color: var(--_accent-text);
    font-weight: 600;
  }
  .failure button:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .typing .bubble {
    display: flex;
    gap: 4px;
    padding: 13px 14px;
  }
  .typing i {
    inline-size: 6px;
    block-size: 6px;
    border-radius: 50%;
    background: var(--_muted);
    animation: pulse 600ms ease-in-out infinite alternate;
  }
  .typing i:nth-child(2) {
    animation-delay: 200ms;
  }
  .typing i:nth-child(3) {
    animation-delay: 400ms;
  }
  .older {
    position: absolute;
    inset-block-start: 12px;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: 24px;
    block-size: 24px;
    border: 2px solid var(--_border);
    border-block-start-color: var(--_accent-text);
    border-radius: 50%;
    animation: spin 800ms linear infinite;
  }
  .jump {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: 6px;
    inline-size: fit-content;
    min-block-size: 36px;
    margin-inline: auto;
    padding: 0 8px;
    border: 1px solid var(--_border);
    border-radius: 18px;
    background: var(--_raised);
    box-shadow: 0 4px 16px rgb(20 23 31 / 16%);
    font-size: 13px;
    font-weight: 500;
    animation: message 160ms ease-out;
  }
  .jump svg {
    inline-size: 18px;
    block-size: 18px;
    color: var(--_accent-text);
  }
  .jump span {
    padding-inline-end: 6px;
  }
  .banner {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding: 8px 16px;
    border-block-end: 1px solid var(--_border);
    background: var(--_surface);
    color: var(--_muted);
    font-size: 12px;
    text-align: center;
    animation: appear 160ms ease-out;
  }
  .banner button {
    color: var(--_accent-text);
    font-weight: 600;
  }
  .notice {
    display: grid;
    align-content: center;
    justify-items: center;
    min-block-size: 100%;
    padding: 16px;
    text-align: center;
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
    font-size: 18px;
  }
  h2 {
    font-size: 16px;
    font-weight: 600;
    letter-spacing: -0.008em;
    text-wrap: balance;
  }
  .notice p {
    max-inline-size: 30ch;
    margin-block-start: 6px;
    color: var(--_muted);
    text-wrap: pretty;
  }
  .action {
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
    gap: 8px;
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
  @keyframes message {
    from {
      opacity: 0;
      transform: translateY(6px);
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @keyframes wait {
    to {
      opacity: 0.7;
    }
  }
  @keyframes spin {
    to {
      transform: rotate(1turn);
    }
  }
  @media (forced-colors: active) {
    .own .bubble {
      border-color: CanvasText;
      background: Canvas;
      color: CanvasText;
    }
    .typing i,
    .skeleton i {
      background: GrayText;
    }
  }
`
