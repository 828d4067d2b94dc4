import { z } from 'zod'
import { session, totpCode } from './auth.js'

export const totpStatus = z
  .object({
    enabled: z.boolean().describe('Whether signing in with the password asks for a code.'),
    required: z.boolean().describe('Whether nobody signs in with a password alone: `REQUIRE_TOTP`.'),
    recovery_codes_left: z.number().int(),
  })
  .meta({ id: 'TotpStatus' })
/** The second factor of one's own password. */
export type TotpStatus = z.infer<typeof totpStatus>

export const totpSetup = z
  .object({
    secret: z.string().describe('Base32, as people type it into an app.'),
    otpauth_url: z.string().describe('The same for an app to read, as a link or a QR code: SHA-1, 6 digits, 30 s.'),
  })
  .meta({ id: 'TotpSetup' })
/** A second factor that counts once a code of it is confirmed. */
export type TotpSetup = z.infer<typeof totpSetup>

export const totpCodeBody = z.object({ code: totpCode }).meta({ id: 'TotpCodeBody' })
/** A code of the app; to disable, a recovery code as well. */
export type TotpCodeBody = z.infer<typeof totpCodeBody>

export const totpConfirmation = z
  .object({
    recovery_codes: z
      .array(z.string())
      .describe('Ten, each of which works once. Shown here only; the server keeps digests.'),
    session: session.nullable().describe('The sign-in that asked for the setup; null for who is signed in already.'),
  })
  .meta({ id: 'TotpConfirmation' })
/** From now on the password needs a code. */
export type TotpConfirmation = z.infer<typeof totpConfirmation>

export const totpSetupDetails = z.object({
  /** Lets its account set up and confirm a second factor, as the bearer of those two calls, for 15 minutes. */
  setup_token: z.string(),
})
/** `details` of `totp_setup_required`. */
export type TotpSetupDetails = z.infer<typeof totpSetupDetails>
