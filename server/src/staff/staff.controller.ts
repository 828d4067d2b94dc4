import { Body, Get, HttpCode, Param, Patch, Post } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  inviteBody,
  staffChanges,
  invitation,
  staffList,
  staffMember,
  type InviteBody,
  type Invitation,
  type StaffChanges,
  type StaffList,
  type StaffMember,
} from '@support-chat/shared/contract'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { StaffAccountsService } from './staff-accounts.service.js'

@ApiController('admin/staff', 'Staff accounts')
@Authenticated('admin')
@Requires('staff.manage')
@Scope(null)
@ApiErrors('unauthenticated', 'forbidden')
export class StaffController {
  constructor(private readonly accounts: StaffAccountsService) {}

  @Get()
  @Requires('chats.read')
  @ApiOperation({ summary: 'All of staff, those who are invited or deactivated too' })
  @ApiOkResponse({ standardSchema: staffList })
  async list(): Promise<StaffList> {
    return { staff: await this.accounts.list() }
  }

  @Post('invite')
  @ApiOperation({
    summary: 'Invites somebody, by e-mail and by a link; again, while it is not accepted, with a new link',
  })
  @ApiCreatedResponse({ description: 'Invited', standardSchema: invitation })
  @ApiErrors('conflict')
  invite(@CurrentUser() principal: Principal, @Body({ schema: inviteBody }) body: InviteBody): Promise<Invitation> {
    return this.accounts.invite(principal, body)
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Changes what a member of staff may do, from their next request on' })
  @ApiOkResponse({ standardSchema: staffMember })
  @ApiErrors('conflict', 'not_found')
  changeRole(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Body({ schema: staffChanges }) body: StaffChanges,
  ): Promise<StaffMember> {
    return this.accounts.changeRole(principal, id, body)
  }

  @Post(':id/deactivate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Shuts a member of staff out, at once and on every device; safe to repeat' })
  @ApiOkResponse({ standardSchema: staffMember })
  @ApiErrors('conflict', 'not_found')
  deactivate(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<StaffMember> {
    return this.accounts.deactivate(principal, id)
  }

  @Post(':id/activate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lets a member of staff in again; safe to repeat' })
  @ApiOkResponse({ standardSchema: staffMember })
  @ApiErrors('not_found')
  activate(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<StaffMember> {
    return this.accounts.activate(principal, id)
  }
}
