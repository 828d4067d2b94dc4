import type { Reader } from './transaction.js'

/** Whether the database takes writes: a standby, for one, does not. */
export async function isWritable({ manager }: Reader): Promise<boolean> {
  const [{ writable }] = await manager.query<[{ writable: boolean }]>(
    `SELECT current_setting('transaction_read_only') = 'off' AS writable`,
  )
  return writable
}
