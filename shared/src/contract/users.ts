import { z } from 'zod'
import { BLANK_MESSAGE, hasSomething, line } from './fields.js'
import { sendMessageBody } from './user-api.js'

/** Text that identifies a person: PostgreSQL would store every lone surrogate as the same replacement character. */
export const wholeLine = (max: number) =>
  line(max).refine((text) => !/\p{Surrogate}/u.test(text), 'must be well-formed Unicode')

/** What a host calls a user, the `sub` of the user's tokens. */
export const externalId = wholeLine(255).regex(/\S/, 'must not be blank')

const email = wholeLine(320)
  .trim()
  .regex(/^\S+@\S+$/, 'must be an e-mail address')

/** Null or blank for no name. Lone surrogates are removed. */
export const userName = line(200).transform((name) => name.replace(/\p{Surrogate}/gu, '').trim() || null)

const name = userName.nullish().meta({ type: ['string', 'null'], maxLength: 200 })

export const userBody = z
  .object({ email, name: name.describe('Stays as it is when left out; null for none.') })
  .meta({ id: 'UserBody' })
export type UserBody = z.infer<typeof userBody>

export const directoryUser = z
  .object({
    id: z.uuid(),
    external_id: z.string().describe('What the host calls them, the `sub` of their tokens.'),
    email: z.string(),
    name: z.string().nullable(),
    chat_id: z.uuid().nullable().describe('Null while they have no chat.'),
  })
  .meta({ id: 'DirectoryUser' })
/** A user, whether they have a chat or not. */
export type DirectoryUser = z.infer<typeof directoryUser>

export const userPage = z
  .object({
    users: z.array(directoryUser).describe('Newest first.'),
    next_cursor: z.string().nullable().describe('Pass as `cursor` for the next page; null on the last one.'),
  })
  .meta({ id: 'UserPage' })
export type UserPage = z.infer<typeof userPage>

export const sendToUserBody = z
  .object({
    ...sendMessageBody.shape,
    email: email.optional().describe('Makes the user where there is none; otherwise it changes nothing.'),
    name: name.describe('Of a user that is made by this.'),
  })
  .refine(hasSomething, BLANK_MESSAGE)
  .meta({ id: 'SendToUserBody' })
export type SendToUserBody = z.infer<typeof sendToUserBody>
