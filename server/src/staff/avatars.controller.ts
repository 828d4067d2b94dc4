import { Get, Header, Ip, Param, StreamableFile } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { AvatarsService } from './avatars.service.js'

/** For pages of any origin, and without a token: who has the address may see the picture, which never changes. */
@ApiController('avatars', 'User')
export class AvatarsController {
  constructor(private readonly avatars: AvatarsService) {}

  @Get(':id')
  @Header('Content-Type', 'image/webp')
  @Header('Cache-Control', 'public, max-age=31536000, immutable')
  @Header('Cross-Origin-Resource-Policy', 'cross-origin')
  @ApiOperation({ summary: 'The picture of a member of staff, by its `avatar_url`' })
  @ApiOkResponse({ content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } } })
  @ApiErrors('not_found')
  async read(@Param('id') id: string, @Ip() address: string): Promise<StreamableFile> {
    return new StreamableFile(await this.avatars.read(id, address), { type: 'image/webp' })
  }
}
