/** The second factor of one's own password. */
export const totpRoutes = {
  /** GET TotpStatus. */
  status: '/api/auth/totp',
  /** POST gives a TotpSetup; again, before it is confirmed, another one. `conflict` where there is a second factor. */
  setup: '/api/auth/totp/setup',
  /** POST TotpCodeBody gives a TotpConfirmation. `forbidden` for a wrong code, `conflict` where nothing is set up. */
  confirm: '/api/auth/totp/confirm',
  /** POST TotpCodeBody gives `{}`. `forbidden` for a wrong code, `conflict` where there is no second factor. */
  disable: '/api/auth/totp/disable',
} as const
