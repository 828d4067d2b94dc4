import { createHmac, timingSafeEqual } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Config } from '../../config/config.js'
import { staffKeys } from '../../config/staff-keys.js'
import { WallClock } from '../../common/clock.js'
import { deriveToken, makeToken } from '../../staff/secret-token.js'

/** How long somebody may take at the provider. */
export const TICKET_MS = 10 * 60_000

/** A sign-in that is under way, and the secrets that belong to it. */
export interface OidcTicket {
  /** What the browser keeps. */
  readonly value: string
  /** The page of the console to go to then; null for the first one. */
  readonly to: string | null
  /** When it stops working. */
  readonly until: Date
  readonly state: string
  readonly nonce: string
  /** Of PKCE. */
  readonly verifier: string
}

/**
 * Makes tickets. The browser that a sign-in began in keeps its ticket as a cookie, signed, and the server nothing: state,
 * nonce and verifier follow from it.
 */
@Injectable()
export class OidcTickets {
  private readonly keys: readonly [Buffer, ...Buffer[]]

  constructor(
    config: Config,
    private readonly clock: WallClock,
  ) {
    this.keys = staffKeys(config, 'support-chat single sign-on')
  }

  make(to: string | null): OidcTicket {
    const until = this.clock.now().getTime() + TICKET_MS
    const content = [makeToken(), until.toString(36), to === null ? '' : Buffer.from(to).toString('base64url')].join(
      '.',
    )
    return toTicket(`${content}.${sign(content, this.keys[0]).toString('base64url')}`)
  }

  /** @returns null where it is none of ours, too old, or belongs to another state */
  read(value: string, state: string): OidcTicket | null {
    const end = value.lastIndexOf('.')
    const given = Buffer.from(value.slice(end + 1), 'base64url')
    const isSigned = this.keys.some((key) => {
      const expected = sign(value.slice(0, Math.max(0, end)), key)
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
    if (!isSigned) return null
    const ticket = toTicket(value)
    return ticket.state === state && ticket.until > this.clock.now() ? ticket : null
  }
}

function toTicket(value: string): OidcTicket {
  const [, until = '', to = ''] = value.split('.')
  return {
    value,
    to: to === '' ? null : Buffer.from(to, 'base64url').toString(),
    until: new Date(parseInt(until, 36)),
    state: deriveToken(value, 'state'),
    nonce: deriveToken(value, 'nonce'),
    verifier: deriveToken(value, 'verifier'),
  }
}

function sign(content: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(content).digest()
}
