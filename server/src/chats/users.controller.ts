import { Body, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  directoryUser,
  externalId,
  userBody,
  userPage,
  type DirectoryUser,
  type UserBody,
  type UserPage,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { UserDirectoryService } from './user-directory.service.js'
import { userListQuery, type UserListQuery } from './user-list.query.js'

@ApiController('admin/users', 'Users')
@Authenticated('admin')
@Requires('chats.read')
@ApiErrors('unauthenticated', 'forbidden')
export class UsersController {
  constructor(private readonly users: UserDirectoryService) {}

  @Get()
  @Scope('users:read')
  @ApiOperation({ summary: 'A page of people by name, address or id, with or without a chat; newest first' })
  @ApiOkResponse({ standardSchema: userPage })
  list(@Query({ schema: userListQuery }) query: UserListQuery): Promise<UserPage> {
    return this.users.list(query)
  }

  @Get(':external_id')
  @Scope('users:read')
  @ApiOperation({ summary: 'The user whom the host calls so' })
  @ApiOkResponse({ standardSchema: directoryUser })
  @ApiErrors('not_found')
  find(@Param('external_id', { schema: externalId }) id: string): Promise<DirectoryUser> {
    return this.users.findUser(id)
  }

  @Put(':external_id')
  @Requires('chats.organize')
  @Scope('users:write')
  @ApiOperation({ summary: 'Creates a user, or updates address and name; safe to repeat' })
  @ApiOkResponse({ standardSchema: directoryUser })
  put(
    @CurrentUser() principal: Principal,
    @Param('external_id', { schema: externalId }) id: string,
    @Body({ schema: userBody }) body: UserBody,
  ): Promise<DirectoryUser> {
    return this.users.upsertUser(principal, id, body)
  }

  @Post(':external_id/chat')
  @Requires('chats.organize')
  @Scope('messages:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes the chat of a user, to write to them first; safe to repeat' })
  @ApiOkResponse({ standardSchema: directoryUser })
  @ApiErrors('not_found')
  openChat(
    @CurrentUser() principal: Principal,
    @Param('external_id', { schema: externalId }) id: string,
  ): Promise<DirectoryUser> {
    return this.users.openChat(principal, id)
  }
}
