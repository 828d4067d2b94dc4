/** GET, in a browser: leads to the identity provider, and from there back to the console. `?to=PATH`: the page to go to then. */
export const ssoStartRoute = '/api/auth/oidc/start'
/** GET: where the identity provider leads back to. */
export const ssoCallbackRoute = '/api/auth/oidc/callback'
/** POST, with the cookie that the callback has set, gives a Session: once, within a minute. */
export const ssoSessionRoute = '/api/auth/oidc/session'
/** POST, by the identity provider, `logout_token=JWT` as a form: sessions and sockets end. */
export const ssoLogoutRoute = '/api/auth/oidc/backchannel_logout'
/** POST BreakGlassBody, without a token, gives a Session. `not_found` for a link that is wrong, used or too old. */
export const breakGlassRoute = '/api/auth/break_glass'

/** Why single sign-on led back to the sign-in page without a session: `sso=` in the page's address. */
export const SSO_PROBLEMS = [
  /** The person did not go on at the provider. */
  'cancelled',
  /** Took too long, was begun in another browser, or is used already. */
  'expired',
  /** The provider cannot be reached. */
  'provider_unavailable',
  /** The provider refused, or answered what does not hold. */
  'provider_refused',
  /** The provider does not vouch for the e-mail address. */
  'email_not_verified',
  /** The address is of a domain that may not sign in. */
  'domain_not_allowed',
  /** Nobody has invited them. */
  'not_invited',
  /** The address is that of a member who signs in otherwise. */
  'email_taken',
  'deactivated',
  'rate_limited',
  /** It is not set up here. */
  'off',
  /** This server failed. */
  'unavailable',
] as const
export type SsoProblem = (typeof SSO_PROBLEMS)[number]

/** `sso=` in the address of the sign-in page where the cookie is there to be exchanged. */
export const SSO_DONE = 'done'

/** How staff can sign in: the console's page brings it along, as JSON in the element `meta[name="sign-in"]`. */
export interface SignInOptions {
  password: boolean
  /** The text of the button, null for the usual one; null where there is no single sign-on. */
  sso: { button: string | null } | null
}
