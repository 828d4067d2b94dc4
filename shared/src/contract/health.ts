import { z } from 'zod'

export const liveHealth = z
  .object({
    status: z.literal('ok'),
    origin_allowed: z
      .boolean()
      .optional()
      .describe('Where the request names an `Origin`: whether ALLOWED_ORIGINS has it.'),
  })
  .meta({ id: 'LiveHealth' })
/** The process runs. */
export type LiveHealth = z.infer<typeof liveHealth>

export const readyHealth = z
  .object({
    status: z.literal('ok'),
    database: z.enum(['up', 'down']),
    redis: z
      .enum(['up', 'down', 'off'])
      .describe('`off` where none is configured. `down` does not make it unready: each process goes on by itself.'),
  })
  .meta({ id: 'ReadyHealth' })
/** The process can serve. */
export type ReadyHealth = z.infer<typeof readyHealth>
