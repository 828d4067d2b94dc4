import { StartError } from './start-error.js'

/** Where a server listens, and the variables that say so. */
export interface ListenAddress {
  port: number
  host: string
  /** Of port and host. Default: `PORT` and `HOST`. */
  variables?: readonly [port: string, host: string]
}

/** Those of the server of metrics. */
export const METRICS_VARIABLES = ['METRICS_PORT', 'METRICS_HOST'] as const

/** Says why a server could not listen. */
export function cannotListen(error: unknown, { port, host, variables = ['PORT', 'HOST'] }: ListenAddress): unknown {
  const [portName, hostName] = variables
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} is in use: stop what uses it, or set ${portName}.`)
    case 'EACCES':
      return new StartError(
        `Port ${port} needs rights that this account does not have: set ${portName} to one above 1023.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        `${hostName} ${host} is no address of this machine: set ${hostName} to one, or leave it out.`,
      )
    default:
      return error
  }
}
