import { Delete, Put } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { MAX_AVATAR_BYTES } from '@support-chat/shared'
import { me, type Me } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { Upload, UploadedBytes } from '../common/http/upload.js'
import { AvatarsService } from './avatars.service.js'

@ApiController('auth/me/avatar', 'Sign-in')
@Authenticated('admin')
@ApiErrors('unauthenticated', 'forbidden')
export class MyAvatarController {
  constructor(private readonly avatars: AvatarsService) {}

  @Put()
  @Upload(MAX_AVATAR_BYTES, 'image/png', 'image/jpeg', 'image/webp', 'image/gif')
  @ApiOperation({ summary: 'One’s own picture from now on: what it shows in its middle, as a square' })
  @ApiOkResponse({ standardSchema: me })
  put(@CurrentUser() principal: Principal, @UploadedBytes() image: Buffer): Promise<Me> {
    return this.avatars.put(principal, image)
  }

  @Delete()
  @ApiOperation({ summary: 'Removes one’s own picture; safe to repeat' })
  @ApiOkResponse({ standardSchema: me })
  remove(@CurrentUser() principal: Principal): Promise<Me> {
    return this.avatars.remove(principal)
  }
}
