/**
 * Puts text in the place of a part of a field's, with the caret after it, as if it had been typed: the browser's undo
 * takes it back.
 */
export function typeInto(field: HTMLTextAreaElement, text: string, from: number, to: number): void {
  field.focus()
  field.setSelectionRange(from, to)
  // Deprecated, and still the only way that the browser's undo knows of.
  if (typeof document.execCommand === 'function' && document.execCommand('insertText', false, text)) return
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
