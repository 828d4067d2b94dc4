import { serverUrlOf } from './base-path.js'
import { type Config, DEFAULT_PASSWORD } from './config.js'
import { type Environment, knownVariables, setVariables } from './env.js'
import { misspeltVariables } from './misspelt.js'
import { secretsOf } from './secret-rotation.js'
import { isGuessable } from './secret-strength.js'

/**
 * Settings that are valid, but hardly what the operator wants: one sentence each, which names the variable, what follows
 * from it and what to do. Never its value.
 */
export function startWarnings(config: Config, env: Environment): string[] {
  const given = setVariables(env)
  return [
    ...misspeltVariables(given, knownVariables),
    ...(config.environment === 'production'
      ? [...secretWarnings(given), ...addressWarnings(config, given), ...userWarnings(config), ...staffWarnings(config)]
      : developmentWarnings(config)),
  ]
}

function secretWarnings(given: Environment): string[] {
  const { USER_JWT_SECRET, STAFF_JWT_SECRET, ADMIN_PASSWORD } = given
  const warnings: string[] = []
  for (const [name, secret] of Object.entries({ USER_JWT_SECRET, STAFF_JWT_SECRET })) {
    const secrets = secret ? secretsOf(secret) : []
    if (secrets.some(isGuessable)) {
      warnings.push(`${name} is easily guessed, and whoever guesses it signs in as anybody: set openssl rand -hex 32.`)
    }
    if (secrets.length === 1 && secret?.includes(',')) {
      warnings.push(
        `${name} has a comma and is taken as one secret, since a part of it has fewer than 32 bytes: to have several, give each 32.`,
      )
    }
  }
  const ofStaff = secretsOf(STAFF_JWT_SECRET ?? '')
  if (USER_JWT_SECRET && secretsOf(USER_JWT_SECRET).some((secret) => ofStaff.includes(secret))) {
    warnings.push('STAFF_JWT_SECRET is the same as USER_JWT_SECRET, which your backend knows: give it one of its own.')
  }
  if (ADMIN_PASSWORD === DEFAULT_PASSWORD) {
    warnings.push('ADMIN_PASSWORD is the one of the documentation, which everybody knows: set one of your own.')
  }
  return warnings
}

function addressWarnings(config: Config, given: Environment): string[] {
  const { publicUrl, chatPageUrl, smtpUrl } = config
  const warnings: string[] = []
  if (!given['PUBLIC_URL']) {
    warnings.push(`PUBLIC_URL is not set, so that links in e-mails lead to ${publicUrl}: set the address people see.`)
  } else if (publicUrl.startsWith('http:') && !isLocal(publicUrl)) {
    warnings.push('PUBLIC_URL is http, so that passwords and messages can be read on the way: serve it over https.')
  }
  if (smtpUrl === null) {
    warnings.push('SMTP_URL is not set, so that no e-mail reaches anybody: each becomes a file in DATA_DIR/mail.')
  }
  if (isDemo(chatPageUrl, serverUrlOf(config))) {
    warnings.push(
      'CHAT_PAGE_URL is the demo page, which production does not serve: set the page of your product that e-mails lead to.',
    )
  }
  return warnings
}

function userWarnings({ userJwt: { key, audience } }: Config): string[] {
  if (!('jwksUrl' in key)) return []
  const warnings: string[] = []
  if (key.jwksUrl.startsWith('http:') && !isLocal(key.jwksUrl)) {
    warnings.push('USER_JWT_JWKS_URL is http, so that keys can be exchanged on the way: use its https address.')
  }
  if (audience === null) {
    warnings.push(
      'USER_JWT_AUDIENCE is not set, so that a token your provider signed for any other application opens chats: set it.',
    )
  }
  return warnings
}

function staffWarnings({ oidc }: Config): string[] {
  if (!oidc?.issuer.startsWith('http:') || isLocal(oidc.issuer)) return []
  return ['OIDC_ISSUER is http, so that sign-ins of staff can be forged on the way: use its https address.']
}

function developmentWarnings({ publicUrl }: Config): string[] {
  if (isLocal(publicUrl)) return []
  return [
    'NODE_ENV is development, where the demo page signs in whoever asks: set NODE_ENV=production where PUBLIC_URL is public.',
  ]
}

const isDemo = (page: string, serverUrl: string): boolean =>
  page.startsWith(`${serverUrl}/`) && /^\/demo(?:[/?#]|$)/.test(page.slice(serverUrl.length))

/** This machine, to which nothing crosses a network. */
const isLocal = (url: string): boolean =>
  /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)
