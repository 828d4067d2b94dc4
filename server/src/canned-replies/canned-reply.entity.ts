import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm'

/** A reply that staff keep for reuse, shared by all of them. */
@Entity('canned_replies')
export class CannedReply {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  /** Unique; lower-case letters, digits, - and _. */
  @Column('text')
  shortcut: string

  /** May hold placeholders, such as `{{user.name}}`, which the console fills in. */
  @Column('text')
  content: string

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date
}
