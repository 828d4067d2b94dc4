import type { OpeningHours, WidgetBrand } from '@support-chat/shared'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** What the widget shows before anybody writes. There is one row, or none as long as nobody has changed it. */
@Entity('widget_settings')
export class WidgetSettings {
  @PrimaryColumn('boolean')
  id: true

  @Column('text', { name: 'team_name' })
  teamName: string

  @Column('text')
  greeting: string

  @Column('text', { array: true })
  topics: string[]

  @Column('jsonb')
  hours: OpeningHours

  @Column('jsonb')
  brand: WidgetBrand
}
