import type { Abstract, Provider, Type } from '@nestjs/common'

/** The token of what an application gives in place of the default of an extension point. */
export const customOf = (point: Abstract<unknown>): string => `support-chat:custom:${point.name}`

/** The providers of an extension point: what the application gives, or else the default. */
export function extensionPoint<T>(point: Abstract<T>, byDefault: Type<T>): Provider[] {
  return [
    byDefault,
    {
      provide: point,
      inject: [byDefault, { token: customOf(point), optional: true }],
      useFactory: (own: T, custom?: T) => custom ?? own,
    },
  ]
}
