import { Injectable } from '@nestjs/common'
import type { Reader, Transaction } from '../database/transaction.js'
import { StaffAvatar } from './staff-avatar.entity.js'

@Injectable()
export class StaffAvatarRepository {
  find({ manager }: Reader, id: string): Promise<StaffAvatar | null> {
    return manager.findOneBy(StaffAvatar, { id })
  }

  /** In place of the one before. */
  async put(tx: Transaction, avatar: Pick<StaffAvatar, 'id' | 'userId' | 'image'>): Promise<void> {
    await this.remove(tx, avatar.userId)
    await tx.manager.insert(StaffAvatar, avatar)
  }

  async remove({ manager }: Transaction, userId: string): Promise<void> {
    await manager.delete(StaffAvatar, { userId })
  }
}
