import { Injectable } from '@nestjs/common'
import type { RoutingSettings as RoutingSettingsDto } from '@support-chat/shared'
import type { Reader, Transaction } from '../database/transaction.js'
import { RoutingSettings } from './routing-settings.entity.js'

export type StoredRoutingSettings = Omit<RoutingSettings, 'id'>

const DEFAULTS: StoredRoutingSettings = { mode: 'off', capacity: 10, returnAfterMinutes: 15, since: new Date(0) }

/** The only writer of `routing_settings`. */
@Injectable()
export class RoutingSettingsRepository {
  async read({ manager }: Reader): Promise<StoredRoutingSettings> {
    return (await manager.findOneBy(RoutingSettings, { id: true })) ?? DEFAULTS
  }

  /** The same, locked until the transaction ends: one at a time gives chats away, or changes how. */
  async lock({ manager }: Transaction): Promise<StoredRoutingSettings> {
    const row = await manager.findOne(RoutingSettings, { where: { id: true }, lock: { mode: 'pessimistic_write' } })
    return row ?? DEFAULTS
  }

  /** @param restarts chats are handed out from now on */
  async put({ manager }: Transaction, settings: RoutingSettingsDto, restarts: boolean): Promise<void> {
    const { mode, capacity, return_after_minutes: returnAfterMinutes } = settings
    const row = { id: true, mode, capacity, returnAfterMinutes } as const
    await manager.upsert(RoutingSettings, row, ['id'])
    if (restarts) await manager.update(RoutingSettings, { id: true }, { since: () => 'clock_timestamp()' })
  }
}
