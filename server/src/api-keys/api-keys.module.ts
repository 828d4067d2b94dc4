import { Global, Module } from '@nestjs/common'
import { ApiKeySource } from '../auth/api-key.source.js'
import { AuditModule } from '../audit/audit.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { UsersModule } from '../users/users.module.js'
import { ApiKeyAuthenticator } from './api-key-authenticator.service.js'
import { ApiKeyRepository } from './api-key.repository.js'
import { ApiKeysController } from './api-keys.controller.js'
import { ApiKeysService } from './api-keys.service.js'

/** Global, since the guard of every route finds the accounts of keys through {@link ApiKeySource}. */
@Global()
@Module({
  imports: [AuditModule, AuthModule, UsersModule],
  controllers: [ApiKeysController],
  providers: [ApiKeyRepository, ApiKeysService, { provide: ApiKeySource, useClass: ApiKeyAuthenticator }],
  exports: [ApiKeySource],
})
export class ApiKeysModule {}
