import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** The picture of a member of staff, as it is shown. Each has one at most, and the next one has another id. */
@Entity('staff_avatars')
export class StaffAvatar {
  /** Random: whoever knows it may see the picture. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'user_id' })
  userId: string

  /** WebP. */
  @Column('bytea')
  image: Buffer

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date
}
