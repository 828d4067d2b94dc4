import { Injectable, Logger } from '@nestjs/common'
import { isDatabaseUnavailable } from '../common/errors/database-errors.js'
import { POOL_SIZE } from './data-source.js'

/** Milliseconds until the same cause is logged again: not once for each request that fails for it. */
const REPEAT_MS = 60_000

/** What has happened and what an operator can do about it, by SQLSTATE or error code. */
const CAUSES: Record<string, string> = {
  '53100':
    'The disk of PostgreSQL is full, so that nothing can be stored: free space on its volume, or enlarge it. Clients ' +
    'keep what they could not send, and send it then',
  '25006':
    'PostgreSQL takes no writes: DATABASE_URL leads to a standby, or default_transaction_read_only is on. Lead it to ' +
    'the primary, or set it to off',
  '53300':
    `PostgreSQL has no connection left: raise its max_connections, which must hold ${POOL_SIZE} for each process, or ` +
    'run fewer processes',
  '53200': 'PostgreSQL has no memory left: give its machine more, or lower work_mem and shared_buffers',
  '55P03': 'Somebody holds a lock in the database for seconds: pg_stat_activity and pg_locks tell who',
  '57014': 'PostgreSQL has ended a statement that took too long: look at what else its machine is doing',
  ETIMEDOUT:
    'PostgreSQL does not answer, although connections to it stand: look at the network between, a firewall that ' +
    'forgets connections for example, and at its machine',
}

const AWAY = 'PostgreSQL cannot be reached, or ends connections: see whether it runs, and what its own log says'

/** Logs why the database cannot be used: one sentence for each cause, rather than one for each failed request. */
@Injectable()
export class OutageLog {
  private readonly logger = new Logger('Database')
  private readonly loggedAt = new Map<string, number>()

  failed(error: unknown): void {
    if (!isDatabaseUnavailable(error)) return
    const { code } = error as { code?: string }
    // Class 40, a deadlock for example: the transaction is repeated.
    if (code?.startsWith('40')) return
    const sentence = CAUSES[code ?? ''] ?? AWAY
    const now = Date.now()
    if (now - (this.loggedAt.get(sentence) ?? -Infinity) < REPEAT_MS) return
    this.loggedAt.set(sentence, now)
    this.logger.error(`${sentence}${code ? ` (${code})` : ''}`)
  }
}
