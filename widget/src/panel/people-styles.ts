import { css } from 'lit'

/** Faces, topics, and the card of an answer above the launcher. */
export const peopleStyles = css`
  .face {
    display: grid;
    position: relative;
    flex: none;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    overflow: clip;
    border-radius: 50%;
    background: var(--_border);
    color: var(--_text);
    font-size: 11px;
    font-weight: 600;
  }
  .face img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .faces {
    display: flex;
    margin-inline-end: 8px;
  }
  .faces .face {
    box-shadow: 0 0 0 2px var(--_surface);
  }
  .faces .face + .face {
    margin-inline-start: -6px;
  }
  .message.staff {
    padding-inline-start: 36px;
  }
  .message > .face {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
  }
  .team {
    color: var(--support-chat-on-header, var(--_muted));
    font-size: 0.86em;
  }
  .team span,
  .answer b {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .topics {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
  }
  .topic {
    max-inline-size: 100%;
    margin: 0;
    border-radius: 20px;
    color: var(--_accent-text);
    overflow-wrap: anywhere;
  }
  .card {
    position: fixed;
    z-index: var(--support-chat-z-index, 2147483000);
    bottom: calc(var(--_inset) + var(--_size) + 12px + env(safe-area-inset-bottom));
    right: calc(var(--_inset) + env(safe-area-inset-right));
    display: flex;
    align-items: flex-start;
    inline-size: min(320px, 100vw - 2 * var(--_inset));
    padding: 4px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: var(--_shadow);
    animation: message 160ms ease-out;
  }
  :host([position='bottom-left']) .card {
    right: auto;
    left: calc(var(--_inset) + env(safe-area-inset-left));
  }
  .answer {
    display: grid;
    flex: 1;
    grid-template-columns: auto 1fr;
    column-gap: 10px;
    min-inline-size: 0;
    padding: 8px;
  }
  .answer .face {
    grid-row: span 2;
    inline-size: 36px;
    block-size: 36px;
  }
  .answer > span:last-child {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
`
