import { Column, Entity, PrimaryColumn } from 'typeorm'

/** The key that links in e-mails are signed with, for as long as there are e-mails. There is one. */
@Entity('link_key')
export class LinkKey {
  @PrimaryColumn('boolean', { default: true })
  id: boolean

  @Column('bytea')
  key: Buffer
}
