import type { Attachment as AttachmentDto } from '@support-chat/shared'
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/**
 * A file that somebody has uploaded to a chat. The row is there before the file, so that what a process that dies leaves in
 * the store is known; with the row, however it is deleted, its id comes into `removed_attachments`, by which the store is
 * cleaned.
 */
@Entity('support_attachments')
export class Attachment {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'chat_id' })
  chatId: string

  /** Null once a member of staff has been deleted. */
  @Column('uuid', { name: 'uploader_id', nullable: true })
  uploaderId: string | null

  /** The uploader's own UUID for this file: unique among what is complete of one uploader in one chat. */
  @Column('uuid', { name: 'client_id' })
  clientId: string

  /** Null until it is sent. */
  @Column('uuid', { name: 'message_id', nullable: true })
  messageId: string | null

  /** 1, 2, 3 … in its message. */
  @Column('smallint', { nullable: true })
  place: number | null

  @Column('text')
  name: string

  @Column('text', { name: 'content_type' })
  contentType: string

  /** Bytes. While it is uploaded, as many as it may come to. */
  @Column('bigint', { transformer: { from: Number, to: (size: unknown) => size } })
  size: number

  @Column('integer', { nullable: true })
  width: number | null

  @Column('integer', { nullable: true })
  height: number | null

  @Column('boolean', { name: 'has_thumbnail', default: false })
  hasThumbnail: boolean

  @Column('text')
  state: AttachmentDto['state'] | 'uploading'

  /** While `scanning`: when it is tried again. */
  @Column('timestamptz', { name: 'scan_at', nullable: true })
  scanAt: Date | null

  /** Random: signs the addresses of this one file. */
  @Column('bytea', { name: 'link_key' })
  linkKey: Buffer

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date
}
