import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Whether a text can be an id. PostgreSQL would reject a query with any other. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

const BYTES = 16
/** Random bytes for this many ids are drawn at once: drawing costs as much for one of them. */
const DRAWN = 256

const random = Buffer.alloc(BYTES * DRAWN)
let used = random.length
let [msecs, seq] = [0, 0]

/** A new id, greater than those that this process has made before. */
export function uuidv7(): string {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  const bytes = random.subarray(used, (used += BYTES))
  const now = Date.now()
  // Half of what there is, so that it can be counted up within the millisecond.
  if (now > msecs) [msecs, seq] = [now, bytes.readUInt32BE() >>> 1]
  else if (++seq > 0xffffffff) [msecs, seq] = [msecs + 1, 0]
  return v7({ random: bytes, msecs, seq })
}
