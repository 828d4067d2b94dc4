import { z } from 'zod'
import { contentOf, time } from './fields.js'
import { MAX_CONTENT_LENGTH, MAX_MENTIONS, MAX_NOTES } from './limits.js'

export const noteAuthor = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  email: z.string().nullable().describe('Null of an API key.'),
})
/** Who wrote a note: a member of staff, or an API key. */
export type NoteAuthor = z.infer<typeof noteAuthor>

export const supportNote = z
  .object({
    id: z.uuid(),
    chat_id: z.uuid(),
    after_sequence: z.number().int().min(0).describe('The newest message when it was written: it stands after that.'),
    content: z.string(),
    author: noteAuthor.nullable().describe('Null once that account has been deleted.'),
    mentions: z.array(z.uuid()).describe('Ids of staff, in the order in which they were named.'),
    created_at: time,
  })
  .meta({ id: 'SupportNote' })
/** A private note of staff in a chat. Its user never sees it. */
export type SupportNote = z.infer<typeof supportNote>

export const noteList = z
  .object({ notes: z.array(supportNote).describe(`Oldest first; the newest ${MAX_NOTES} of more.`) })
  .meta({ id: 'NoteList' })
/** The notes of a chat. */
export type NoteList = z.infer<typeof noteList>

export const noteBody = z
  .object({
    content: contentOf('note').meta({ description: `1 to ${MAX_CONTENT_LENGTH} characters after trimming.` }),
    client_id: z.guid().describe('Made by the author for this note: sending it again stores nothing twice.'),
    mentions: z
      .array(z.guid())
      .max(MAX_MENTIONS)
      .default([])
      .describe('Ids of active staff, who are told. Others are `invalid_request`, deactivated ones `conflict`.'),
  })
  .meta({ id: 'NoteBody' })
/** A note as it is written. */
export type NoteBody = z.input<typeof noteBody>
