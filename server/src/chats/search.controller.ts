import { Get, Param, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  chatMatches,
  searchResult,
  tagList,
  type ChatMatches,
  type SearchResult,
  type TagList,
} from '@support-chat/shared/contract'
import type { Principal } from '../auth/principal.js'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { matchesQuery, type MatchesQuery, searchQuery, type SearchQuery } from './search.query.js'
import { SearchService } from './search.service.js'

@ApiController('admin', 'Staff')
@Authenticated('admin')
@Requires('chats.read')
@Scope('chats:read')
@ApiErrors('unauthenticated', 'forbidden')
export class SearchController {
  constructor(private readonly searching: SearchService) {}

  @Get('search')
  @ApiOperation({ summary: 'Active chats, archived chats and people without one, with how many there are of each' })
  @ApiOkResponse({ standardSchema: searchResult })
  search(@Query({ schema: searchQuery }) query: SearchQuery): Promise<SearchResult> {
    return this.searching.search(query)
  }

  @Get('chats/:id/matches')
  @ApiOperation({ summary: 'The messages of a chat in which words stand' })
  @ApiOkResponse({ standardSchema: chatMatches })
  @ApiErrors('not_found')
  matches(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Query({ schema: matchesQuery }) query: MatchesQuery,
  ): Promise<ChatMatches> {
    return this.searching.matches(principal, id, query)
  }

  @Get('tags')
  @ApiOperation({ summary: 'The tags that chats have' })
  @ApiOkResponse({ standardSchema: tagList })
  tags(): Promise<TagList> {
    return this.searching.tags()
  }
}
