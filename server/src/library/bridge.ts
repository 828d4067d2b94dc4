import type { Abstract, Provider, Type } from '@nestjs/common'
import { GUEST } from '../common/guest.js'
import { StartError } from '../config/start-error.js'
import type { GuestApplication } from './guest-application.js'

/**
 * Has the application's container provide services that are made in the one of Support Chat. Not for services with hooks
 * of Nest's: those would run in both.
 */
export function bridge(services: readonly (Type<unknown> | Abstract<unknown>)[]): Provider[] {
  return services.map((service) => ({
    provide: service,
    inject: [{ token: GUEST, optional: true }],
    useFactory: (guest?: GuestApplication) => {
      if (guest) return guest.get(service)
      throw new StartError(`${service.name} is there once SupportChatModule.forRoot is among your modules’ imports.`)
    },
  }))
}
