import { css } from 'lit'

/** The log: bubbles, names, times and dividers. */
export const messageStyles = css`
  .log {
    --_bubble: var(--support-chat-bubble-radius, 18px);
    display: flex;
    flex: 1;
    flex-direction: column;
    min-inline-size: 0;
    padding: 16px;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-color: var(--_border) transparent;
    scrollbar-width: thin;
  }
  /* Room for what lies over the messages. */
  .log.more,
  .log:has(~ .mention .banner) {
    padding-block-start: 48px;
  }
  .log:focus-visible,
  .failure :focus-visible {
    outline-offset: -2px;
  }
  .log > * {
    flex: none;
  }
  .rows {
    margin-block-start: auto;
  }
  .day {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 20px 16px;
    color: var(--_muted);
    font-size: 0.86em;
  }
  .day:first-child,
  .day + .message.first {
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
  .message.own {
    align-items: flex-end;
  }
  .message.arriving {
    animation: message 160ms ease-out;
  }
  .name {
    margin: 0 13px 4px;
    overflow: clip;
    overflow-clip-margin: 4px;
    color: var(--_muted);
    font-size: 0.86em;
  }
  .bubble {
    max-inline-size: min(84%, 40em);
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_bubble);
    background: var(--_staff);
    color: var(--support-chat-on-staff-bubble, inherit);
    overflow: clip;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .staff .bubble {
    border-end-start-radius: 4px;
  }
  .staff:not(.first) .bubble {
    border-start-start-radius: 4px;
  }
  .own .bubble:not(.emoji) {
    border-color: var(--_edge);
    border-end-end-radius: 4px;
    background: var(--support-chat-own-bubble, var(--_own));
    color: var(--support-chat-on-own-bubble, var(--_on-accent));
  }
  .own:not(.first) .bubble {
    border-start-end-radius: 4px;
  }
  .bubble.emoji {
    margin-inline: 10px;
    padding: 0;
    overflow: visible;
    border: 0;
    background: none;
    color: inherit;
    font-size: 2.6em;
    line-height: 1.2;
  }
  .message:has(.emoji) + .message {
    margin-block-start: 6px;
  }
  .message:has(.emoji) + .message .bubble {
    border-start-start-radius: var(--_bubble);
    border-start-end-radius: var(--_bubble);
  }
  .message .bubble.redacted {
    border-color: var(--_border);
    background: none;
    color: var(--_muted);
    font-style: italic;
  }
  a {
    direction: ltr;
    unicode-bidi: isolate;
    border-radius: 2px;
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
  .message.failed .bubble {
    border-color: var(--_danger);
    background: var(--_surface);
    color: var(--_text);
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 6px;
    margin: 4px 13px 0;
    color: var(--_muted);
    font-size: 0.86em;
  }
  .meta:not(.visually-hidden) {
    margin-block-end: 6px;
  }
  .message:last-child > .meta {
    margin-block-end: 0;
  }
  .meta svg {
    inline-size: 14px;
    block-size: 14px;
  }
  .clock {
    animation: appear 200ms 400ms ease-out both;
  }
  .seen::before {
    content: '·';
    margin-inline-end: 6px;
  }
  .failure {
    justify-content: flex-end;
    gap: 0 12px;
    max-inline-size: 84%;
  }
  .failure p {
    color: var(--_danger);
    text-align: end;
  }
  .failure svg {
    display: inline;
    margin-inline-end: 4px;
    vertical-align: -2.5px;
  }
  .failure > span {
    display: flex;
    margin-inline-end: -6px;
  }
  .failure button {
    min-block-size: 28px;
    padding-inline: 6px;
  }
  .failure button:last-child {
    color: var(--_muted);
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
      opacity: 0.85;
    }
  }
  @keyframes spin {
    to {
      transform: rotate(1turn);
    }
  }
  @media (pointer: coarse) {
    .failure button {
      min-inline-size: 44px;
      min-block-size: 44px;
      text-align: center;
    }
  }
  @media (forced-colors: active) {
    .own .bubble:not(.emoji) {
      border-color: CanvasText;
      background: Canvas;
      color: CanvasText;
    }
    .typing i {
      background: GrayText;
    }
  }
`
