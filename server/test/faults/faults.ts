import type { Config } from '../../src/config/config.js'
import { ServerProcess } from '../server-process.js'

/** What is wrong with a server from its start. */
export interface Faults {
  clockSkewMs?: number
  /** Connections to the database. */
  poolSize?: number
  /** A promise that its code does not keep: for the negative controls. */
  broken?: 'broadcast before commit' | 'cursor given before commit order' | 'no dedupe'
}

/** The point at which a server kills itself, with -9, the next time it comes by; or stops where it stands, with -STOP. */
export interface Death {
  signal?: 'SIGSTOP'
  at:
    | 'before the commit'
    | 'between commit and broadcast'
    | 'between broadcast and ack'
    | 'after the 250'
    | 'before the POST'
    | 'after the POST'
    | 'between store and row'
}

export const startFaulty = (config: Config, faults: Faults = {}): Promise<ServerProcess> =>
  ServerProcess.start(config, 'faulty-server', { TEST_FAULTS: JSON.stringify(faults) })
