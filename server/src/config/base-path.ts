import type { Config } from './config.js'

/** What everything is below, seen from outside: empty, or `/support` where the API is at `/support/api`. */
export const basePathOf = ({ apiPath }: Pick<Config, 'apiPath'>): string => apiPath.slice(0, -'/api'.length)

/** Where everything is reached from outside: what a widget has as its `server-url`. */
export const serverUrlOf = (config: Pick<Config, 'publicUrl' | 'apiPath'>): string =>
  config.publicUrl + basePathOf(config)
