import { StandardSchemaValidationPipe } from '@nestjs/common'
import type { ErrorCode } from '@support-chat/shared'
import { AppError } from '../errors/app-error.js'

/** What a schema's issue can say beyond the standard: zod passes a refinement's `params` on. */
interface Issue {
  readonly message: string
  readonly code?: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
  readonly params?: { code?: ErrorCode }
}

/** Checks what comes in against the parameter's schema; a schema may name the code to answer with in `params.code`. */
export const validationPipe = new StandardSchemaValidationPipe({
  exceptionFactory: toValidationError,
})

/** The error to answer with for what a schema found. */
export function toValidationError(issues: readonly Issue[]): AppError {
  const issue = issues.find(({ params }) => params?.code) ?? issues[0]
  return new AppError(issue?.params?.code ?? 'invalid_request', issue ? describe(issue) : 'The request is not valid')
}

function describe({ message, code, path = [] }: Issue): string {
  if (path.length === 0 && code === 'invalid_type') return 'Send one JSON object'
  const name = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.')
  if (code === 'invalid_type' && message.endsWith('received undefined')) return `${name}: is required`
  return name ? `${name}: ${message}` : message
}
