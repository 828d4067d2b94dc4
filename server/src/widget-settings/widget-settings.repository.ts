import { Injectable } from '@nestjs/common'
import type { WidgetSettings as WidgetSettingsDto } from '@support-chat/shared'
import { query, sql, tables } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { WidgetSettings } from './widget-settings.entity.js'

const DEFAULTS: WidgetSettingsDto = {
  team_name: '',
  greeting: '',
  topics: [],
  hours: { time_zone: 'UTC', weekly: [], exceptions: [] },
  brand: { accent: '', heading: '', position: 'bottom-right' },
}

/** The only writer of `widget_settings`. */
@Injectable()
export class WidgetSettingsRepository {
  async read({ manager }: Reader): Promise<WidgetSettingsDto> {
    const row = await manager.findOneBy(WidgetSettings, { id: true })
    if (!row) return DEFAULTS
    const { teamName, greeting, topics, hours, brand } = row
    return { team_name: teamName, greeting, topics, hours, brand }
  }

  /** The same, while nobody else changes them: of two who do so at once, the second sees what the first has stored. */
  async lock(tx: Transaction): Promise<WidgetSettingsDto> {
    await query(tx, sql`LOCK TABLE ${tables.widget_settings} IN SHARE ROW EXCLUSIVE MODE`)
    return this.read(tx)
  }

  async put({ manager }: Transaction, settings: WidgetSettingsDto): Promise<void> {
    const { team_name: teamName, greeting, topics, hours, brand } = settings
    await manager.upsert(WidgetSettings, { id: true, teamName, greeting, topics, hours, brand }, ['id'])
  }
}
