import { hkdfSync } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Config } from '../config/config.js'
import { staffKeys } from '../config/staff-keys.js'

const PURPOSE = 'support-chat unsubscribe'

/**
 * What links in e-mails are signed with. People use links of old e-mails too: so one key stays as it was made, of
 * `STAFF_JWT_SECRET`, when that is replaced. `LINK_SECRET` signs in its place where it is set.
 */
@Injectable()
export class LinkKeys {
  /** The key to stay; until it has been read, the one that the oldest secret of staff makes. */
  kept: Buffer
  private readonly own: readonly Buffer[]

  constructor(config: Config) {
    const { linkSecret } = config
    this.own = linkSecret === null ? [] : [Buffer.from(hkdfSync('sha256', linkSecret, '', PURPOSE, 32))]
    const keys = staffKeys(config, PURPOSE)
    this.kept = keys.at(-1) ?? keys[0]
  }

  /** The one that signs. */
  get current(): Buffer {
    return this.own[0] ?? this.kept
  }

  /** All that verify. */
  get all(): readonly Buffer[] {
    return [...this.own, this.kept]
  }
}
