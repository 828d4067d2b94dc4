import { Body, Delete, Get, Param, Post } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  apiKeyBody,
  apiKeyList,
  createdApiKey,
  type ApiKeyBody,
  type ApiKeyList,
  type CreatedApiKey,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { ApiKeysService } from './api-keys.service.js'

/** For people only: a key that could make keys would outlive its own revocation. */
@ApiController('admin/api_keys', 'API keys')
@Authenticated('admin')
@Requires('api_keys.manage')
@Scope(null)
@ApiErrors('unauthenticated', 'forbidden')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @ApiOperation({ summary: 'All API keys, without their secrets' })
  @ApiOkResponse({ standardSchema: apiKeyList })
  async list(): Promise<ApiKeyList> {
    return { api_keys: await this.keys.list() }
  }

  @Post()
  @ApiOperation({ summary: 'Makes an API key, which only this answer tells' })
  @ApiCreatedResponse({ standardSchema: createdApiKey })
  @ApiErrors('conflict')
  create(@CurrentUser() principal: Principal, @Body({ schema: apiKeyBody }) body: ApiKeyBody): Promise<CreatedApiKey> {
    return this.keys.create(principal, body)
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Revokes an API key: it is refused from the next request on' })
  @ApiOkResponse({ description: 'Revoked' })
  @ApiErrors('not_found')
  async revoke(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<Record<string, never>> {
    await this.keys.revoke(principal, id)
    return {}
  }
}
