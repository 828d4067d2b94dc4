import { Body, Get, Param, Post, Res } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  noteBody,
  noteList,
  type NoteBody,
  type NoteList,
  supportNote,
  type SupportNote,
} from '@support-chat/shared/contract'
import type { Response } from 'express'
import type { Principal } from '../auth/principal.js'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { NotesService } from './notes.service.js'

@ApiController('admin/chats/:id/notes', 'Notes')
@Authenticated('admin')
@Requires('chats.read')
@ApiErrors('unauthenticated', 'forbidden', 'not_found')
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get()
  @Scope('chats:read')
  @ApiOperation({ summary: 'The private notes of staff in a chat, oldest first' })
  @ApiOkResponse({ standardSchema: noteList })
  list(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<NoteList> {
    return this.notes.list(principal, id)
  }

  @Post()
  @Requires('chats.answer')
  @Scope('messages:write')
  @ApiOperation({ summary: 'Writes a private note; the same `client_id` again answers with the original' })
  @ApiCreatedResponse({ description: 'Stored', standardSchema: supportNote })
  @ApiOkResponse({ description: 'Stored by an earlier request', standardSchema: supportNote })
  @ApiErrors('conflict', 'content_blank', 'content_too_long')
  async add(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Body({ schema: noteBody }) body: NoteBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SupportNote> {
    const { note, created } = await this.notes.add(principal, id, body)
    response.status(created ? 201 : 200)
    return note
  }
}
