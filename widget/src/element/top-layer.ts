/**
 * Lifts the widget above everything on the page, whatever transform, filter or stacking context it is in. Not where the
 * page sets `--support-chat-z-index`, nor in browsers without popovers: there its z-index counts.
 */
export function showInTopLayer(host: HTMLElement): void {
  if (getComputedStyle(host).getPropertyValue('--support-chat-z-index')) return
  host.shadowRoot?.querySelector<HTMLElement>('[popover]')?.togglePopover?.(true)
}
