/** Takes the reader to a field that has to be corrected; what was typed stays, selected to be typed over. */
export function selectField(field: HTMLInputElement): void {
  field.focus()
  field.select()
}
