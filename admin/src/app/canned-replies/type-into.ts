/** Replaces a part of a field's text as if it had been typed: the caret stands behind it, and the browser's undo works. */
export function typeInto(field: HTMLTextAreaElement, text: string, from: number, to: number): void {
  field.focus()
  field.setSelectionRange(from, to)
  // Deprecated, but the only way that keeps the browser's undo history.
  if (typeof document.execCommand === 'function' && document.execCommand('insertText', false, text)) return
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
