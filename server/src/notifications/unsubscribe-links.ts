import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { parse, stringify, validate } from 'uuid'
import { serverUrlOf } from '../config/base-path.js'
import { Config } from '../config/config.js'

const ID_BYTES = 16

/**
 * Links that stop the e-mails to one user without a sign-in.
 *
 * The token is the user's id and a signature over it, under a key derived from `STAFF_JWT_SECRET`. It names nobody, opens
 * nothing else, and works for as long as the secret stays, since people unsubscribe from old e-mails too.
 */
@Injectable()
export class UnsubscribeLinks {
  private readonly key: Buffer

  /** @internal Nest makes it. */
  constructor(private readonly config: Config) {
    this.key = Buffer.from(hkdfSync('sha256', config.staffJwtSecret, '', 'support-chat unsubscribe', 32))
  }

  unsubscribe(userId: string): string {
    return `${serverUrlOf(this.config)}/api/email/unsubscribe/${this.tokenFor(userId)}`
  }

  tokenFor(userId: string): string {
    const id = Buffer.from(parse(userId))
    return Buffer.concat([id, this.sign(id)]).toString('base64url')
  }

  /** @returns the user's id, or null when the token is not one of ours */
  userOf(token: string): string | null {
    const bytes = Buffer.from(token, 'base64url')
    const id = bytes.subarray(0, ID_BYTES)
    const expected = this.sign(id)
    const given = bytes.subarray(ID_BYTES)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
    const userId = stringify(id)
    return validate(userId) ? userId : null
  }

  private sign(id: Buffer): Buffer {
    return createHmac('sha256', this.key).update(id).digest()
  }
}
