import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common'
import type { Configuration } from 'openid-client'
import { Clock } from '../../common/clock.js'
import { Config, type OidcConfig } from '../../config/config.js'
import { readOidcClaims, type OidcClaims } from './oidc-claims.js'
import { isUnreachable, reasonOf } from './oidc-failure.js'
import { OidcProblem } from './oidc-problem.js'
import { hasClaim } from './role-claim.js'
import type { OidcTicket } from './oidc-tickets.js'

/** For an answer of the provider's. */
const TIMEOUT_SECONDS = 5
/** By how much its clock may differ. */
export const CLOCK_TOLERANCE_SECONDS = 60
/** Whoever begins to sign in within this time is sent to the provider without asking first whether it is there. */
const FRESH_MS = 30_000
/** Where it did not answer, it is asked again after that. */
const RETRY_MS = 5_000

interface Provider {
  readonly library: typeof import('openid-client')
  readonly configuration: Configuration
  /** When it answered last. */
  readonly at: number
}

/** Talks to the identity provider. It may be away, at the start and later: it is asked again when somebody signs in. */
@Injectable()
export class OidcClient implements OnApplicationBootstrap {
  /** Where the provider leads back to. */
  readonly callbackUrl: string
  private readonly logger = new Logger('SingleSignOn')
  private known: Provider | null = null
  private asking: Promise<Provider> | null = null
  private failedAt = -Infinity

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.callbackUrl = `${config.publicUrl}${config.apiPath}/auth/oidc/callback`
  }

  /** The start waits for nobody: a provider that is away is warned of. */
  onApplicationBootstrap(): void {
    if (this.config.oidc) void this.connect(FRESH_MS).catch(() => undefined)
  }

  /** The page of the provider's that a sign-in begins at. @throws OidcProblem `off`, `provider_unavailable` */
  async authorizationUrl({ state, nonce, verifier }: OidcTicket): Promise<URL> {
    const { library, configuration } = await this.connect(FRESH_MS)
    return library.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callbackUrl,
      scope: 'openid email profile',
      code_challenge: await library.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
  }

  /**
   * Exchanges what the provider leads back with, once, for what it says of the person.
   * @param query of the address that it led back to
   * @throws OidcProblem `cancelled`, `provider_refused`, `provider_unavailable`, `off`
   */
  async exchange(query: string, { state, nonce, verifier }: OidcTicket): Promise<OidcClaims> {
    const provider = await this.connect(Infinity)
    try {
      const { library, configuration } = provider
      const tokens = await library.authorizationCodeGrant(configuration, new URL(`${this.callbackUrl}?${query}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const claims = readOidcClaims(tokens.claims() ?? {})
      return await this.complete(provider, claims, tokens.access_token)
    } catch (error) {
      throw this.problemOf(error)
    }
  }

  /** Where the provider's keys are, and what its tokens say of where they come from and whom they are for. */
  async logoutRules(): Promise<{ jwksUri: string; issuer: string; audience: string }> {
    const { configuration } = await this.connect(Infinity)
    const { jwks_uri: jwksUri, issuer } = configuration.serverMetadata()
    if (!jwksUri) throw new OidcProblem('provider_refused')
    return { jwksUri, issuer, audience: configuration.clientMetadata().client_id }
  }

  /** Asks for what an ID token leaves out, as some do: the address, and what people may do. */
  private async complete({ library, configuration }: Provider, claims: OidcClaims, accessToken: string) {
    const roleClaim = this.config.oidc?.roleClaim
    const isComplete = claims.email !== undefined && (!roleClaim || hasClaim(claims, roleClaim))
    if (isComplete || !configuration.serverMetadata().userinfo_endpoint) return claims
    const more = await library.fetchUserInfo(configuration, accessToken, claims.sub)
    return readOidcClaims({ ...more, ...claims })
  }

  private problemOf(error: unknown): OidcProblem {
    const { error: code } = error as { error?: unknown }
    if (code === 'access_denied') return new OidcProblem('cancelled')
    this.logger.warn({ message: 'Failed to sign somebody in with the identity provider', reason: reasonOf(error) })
    return new OidcProblem(isUnreachable(error) ? 'provider_unavailable' : 'provider_refused')
  }

  /** @param maxAgeMs how long ago it may have answered last */
  private async connect(maxAgeMs: number): Promise<Provider> {
    const { oidc } = this.config
    if (!oidc) throw new OidcProblem('off')
    if (this.known && this.clock.now() - this.known.at <= maxAgeMs) return this.known
    if (this.asking === null) {
      if (this.clock.now() - this.failedAt < RETRY_MS) throw new OidcProblem('provider_unavailable')
      this.asking = this.discover(oidc).finally(() => (this.asking = null))
    }
    return this.asking
  }

  private async discover(oidc: OidcConfig): Promise<Provider> {
    try {
      const library = await import('openid-client')
      const configuration = await discoverWith(library, oidc)
      return (this.known = { library, configuration, at: this.clock.now() })
    } catch (error) {
      this.failedAt = this.clock.now()
      this.logger.warn({ message: 'Failed to reach the identity provider of OIDC_ISSUER', reason: reasonOf(error) })
      throw new OidcProblem('provider_unavailable')
    }
  }
}

async function discoverWith(library: Provider['library'], oidc: OidcConfig): Promise<Configuration> {
  const isInsecure = oidc.issuer.startsWith('http:')
  const configuration = await library.discovery(
    new URL(oidc.issuer),
    oidc.clientId,
    { client_secret: oidc.clientSecret, [library.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    (server, ...rest) => {
      const methods = server.token_endpoint_auth_methods_supported
      const authenticate =
        methods && !methods.includes('client_secret_basic') ? library.ClientSecretPost : library.ClientSecretBasic
      authenticate(oidc.clientSecret)(server, ...rest)
    },
    // oxlint-disable-next-line typescript/no-deprecated -- only where the operator has written http://
    { timeout: TIMEOUT_SECONDS, execute: isInsecure ? [library.allowInsecureRequests] : [] },
  )
  // The signature is looked at even where the token comes by a connection of ours.
  library.enableNonRepudiationChecks(configuration)
  return configuration
}
