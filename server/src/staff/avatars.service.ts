import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Me } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { AppError } from '../common/errors/app-error.js'
import { addressBlock } from '../config/client-addresses.js'
import { isUuid } from '../common/uuid.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { ConcurrencyLimiter } from '../rate-limits/concurrency-limiter.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { toPicture } from './picture.js'
import { StaffAccountsService } from './staff-accounts.service.js'
import { StaffAvatarRepository } from './staff-avatar.repository.js'

/** Pictures that are decoded at a time: each takes the memory of all its pixels. */
const DECODING = { maxRunning: 1, maxQueued: 20, maxWaitMs: 30_000 }

/** Pictures of staff. */
@Injectable()
export class AvatarsService {
  private readonly decoding = new ConcurrencyLimiter(DECODING)

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountsService,
    private readonly avatars: StaffAvatarRepository,
    private readonly limiter: RateLimiter,
  ) {}

  /** One's own picture from now on. @throws AppError `invalid_request` for what is none; `unauthenticated` */
  async put(principal: Principal, image: Buffer): Promise<Me> {
    const picture = await this.decoding.run(() => toPicture(image))
    const id = randomUUID()
    return this.accounts.changeProfile(principal, { avatarId: id }, (tx) =>
      this.avatars.put(tx, { id, userId: principal.id, image: picture }),
    )
  }

  /** Safe to repeat. @throws AppError `unauthenticated` */
  remove(principal: Principal): Promise<Me> {
    return this.accounts.changeProfile(principal, { avatarId: null }, (tx) => this.avatars.remove(tx, principal.id))
  }

  /**
   * The WebP of a picture.
   * @param address of the client
   * @throws AppError `not_found`; `rate_limited`
   */
  async read(id: string, address: string): Promise<Buffer> {
    await this.limiter.take('avatar', addressBlock(address))
    const found = isUuid(id) ? await this.unitOfWork.read((reader) => this.avatars.find(reader, id)) : null
    if (!found) throw new AppError('not_found', 'There is no such picture')
    return found.image
  }
}
