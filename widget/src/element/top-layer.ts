/**
 * Lifts the widget above everything on the page, where no transform, filter or stacking context around it has a say. Not
 * on pages that rank it among their own layers. Without popovers in the browser it stays among those layers as well.
 */
export function showInTopLayer(host: HTMLElement): void {
  if (getComputedStyle(host).getPropertyValue('--support-chat-z-index')) return
  host.shadowRoot?.querySelector<HTMLElement>('[popover]')?.togglePopover?.(true)
}
