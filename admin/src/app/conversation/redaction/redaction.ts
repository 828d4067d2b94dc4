import { Injectable, signal } from '@angular/core'

/** A message whose text may be removed. */
export interface Redactable {
  readonly id: string
  readonly content: string
}

/** The message whose text staff are asked about; null for none. */
@Injectable()
export class Redaction {
  readonly asked = signal<Redactable | null>(null)
}
