import { InjectionToken } from '@angular/core'
import { createConnection, openStaffChat } from '@support-chat/shared/client'

/** The client engine. A token, so that tests can put in one without a network. */
export const ENGINE = new InjectionToken('The client engine', {
  providedIn: 'root',
  factory: () => ({ createConnection, openStaffChat }),
})
