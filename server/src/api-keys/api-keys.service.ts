import { randomBytes } from 'node:crypto'
import { Injectable, Logger } from '@nestjs/common'
import { MAX_API_KEYS, type ApiKey as ApiKeyDto, type ApiKeyBody, type CreatedApiKey } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import { API_KEY_PREFIX } from '../auth/api-key.source.js'
import type { Principal } from '../auth/principal.js'
import { AppError } from '../common/errors/app-error.js'
import { isUuid } from '../common/uuid.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { hashToken } from '../staff/secret-token.js'
import { ServiceAccountRepository } from '../users/service-account.repository.js'
import type { ApiKey } from './api-key.entity.js'
import { ApiKeyRepository } from './api-key.repository.js'

/** How much of a key is shown later: its type and 48 of its 256 bits. */
const SHOWN_CHARACTERS = API_KEY_PREFIX.length + 8

/** Lists, makes and revokes API keys. */
@Injectable()
export class ApiKeysService {
  private readonly logger = new Logger(ApiKeysService.name)

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
    private readonly serviceAccounts: ServiceAccountRepository,
    private readonly accounts: AccountsService,
    private readonly audit: AuditLog,
  ) {}

  async list(): Promise<ApiKeyDto[]> {
    return (await this.unitOfWork.read((reader) => this.keys.all(reader))).map(toApiKey)
  }

  /**
   * Makes a key, which nobody can read again.
   * @throws AppError `conflict` where there are {@link MAX_API_KEYS}, `forbidden` for a scope beyond one's own role,
   *   `invalid_request` for a time that is over
   */
  async create(principal: Principal, { name, scopes, expires_at }: ApiKeyBody): Promise<CreatedApiKey> {
    const expiresAt = expires_at ? new Date(expires_at) : null
    if (expiresAt && expiresAt.getTime() <= Date.now()) {
      throw new AppError('invalid_request', 'expires_at: must lie in the future')
    }
    const key = API_KEY_PREFIX + randomBytes(32).toString('base64url')
    const made = await this.accounts.runAs(principal, 'api_keys.manage', async (tx) => {
      if (scopes.includes('users:erase')) await this.accounts.assertActive(tx, principal, 'users.erase')
      if ((await this.keys.lockAndCount(tx)) >= MAX_API_KEYS) {
        throw new AppError('conflict', `There are ${MAX_API_KEYS} API keys: revoke one that is not used`)
      }
      const id = await this.serviceAccounts.add(tx, name)
      const secret = { keyHash: hashToken(key), prefix: key.slice(0, SHOWN_CHARACTERS) }
      await this.keys.add(tx, { id, ...secret, scopes, expiresAt, createdBy: principal.id })
      await this.audit.record(tx, principal, 'api_key.created', id, { scopes, expires_at: expiresAt })
      return this.keys.find(tx, id)
    })
    if (!made) throw new Error('An API key that was just made is gone')
    this.logger.log(`Created an API key: id=${made.id} scopes=${scopes.join(',')} by=${principal.id}`)
    return { ...toApiKey(made), key }
  }

  /** The key is refused from the next request on, at every process. @throws AppError `not_found` */
  async revoke(principal: Principal, id: string): Promise<void> {
    const removed =
      isUuid(id) &&
      (await this.accounts.runAs(principal, 'api_keys.manage', async (tx) => {
        await this.serviceAccounts.deactivate(tx, id)
        const removed = await this.keys.remove(tx, id)
        if (removed) await this.audit.record(tx, principal, 'api_key.revoked', id)
        return removed
      }))
    if (!removed) throw new AppError('not_found', 'There is no such API key')
    this.logger.log(`Revoked an API key: id=${id} by=${principal.id}`)
  }
}

function toApiKey({ account, creator, ...key }: ApiKey): ApiKeyDto {
  return {
    id: key.id,
    name: account.name ?? '',
    prefix: key.prefix,
    scopes: key.scopes,
    expires_at: key.expiresAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    created_at: key.createdAt.toISOString(),
    created_by: creator && (creator.name ?? creator.email),
  }
}
