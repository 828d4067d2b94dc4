import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { ApiBody, ApiConsumes, ApiResponse } from '@nestjs/swagger'
import { apiError } from '@support-chat/shared/contract'
import express, { type Request, type Response as Answer } from 'express'
import type { Observable } from 'rxjs'
import { AppError } from '../errors/app-error.js'

/** Of a route: the most bytes that it takes. */
export const MAX_UPLOAD = 'support-chat:max-upload'
/** What a form has beside its file. */
const FORM_BYTES = 16 * 1024

const FORM = 'multipart/form-data'
const files = new WeakMap<Request, Buffer>()

/** A route that takes a file: as the body itself, or as the one file of a form. It is read after all guards. */
export const Upload = (maxBytes: number, ...types: string[]) =>
  applyDecorators(
    SetMetadata(MAX_UPLOAD, maxBytes),
    UseInterceptors(UploadInterceptor),
    ApiConsumes(...types),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
    ApiResponse({ status: 413, description: 'attachment_too_large', standardSchema: apiError }),
  )

/** The file of a route with {@link Upload}. */
export const UploadedBytes = createParamDecorator((_: unknown, context: ExecutionContext): Buffer => {
  return files.get(context.switchToHttp().getRequest<Request>()) ?? Buffer.alloc(0)
})

@Injectable()
export class UploadInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp()
    const request = http.getRequest<Request>()
    const maxBytes = this.reflector.get<number>(MAX_UPLOAD, context.getHandler())
    files.set(request, await readFile(request, http.getResponse<Answer>(), maxBytes))
    return next.handle()
  }
}

/** @throws AppError `attachment_too_large`; `invalid_request` where there is no file, or more than one */
async function readFile(request: Request, answer: Answer, maxBytes: number): Promise<Buffer> {
  const isForm = Boolean(request.is(FORM))
  const body = await readBody(request, answer, maxBytes, isForm ? FORM_BYTES : 0)
  const file = isForm ? await fileOf(body, request.headers['content-type'] ?? '') : body
  if (file.length > maxBytes) throw tooLarge(maxBytes)
  if (file.length === 0)
    throw new AppError('invalid_request', 'Send the file as the body, or as the one file of a form')
  return file
}

/** What is not read stays unread: Node.js drops it once it has answered. */
function readBody(request: Request, answer: Answer, maxBytes: number, more: number): Promise<Buffer> {
  const read = express.raw({ type: () => true, limit: maxBytes + more })
  return new Promise((resolve, reject) => {
    read(request, answer, (error?: unknown) => {
      const { type } = (error ?? {}) as { type?: unknown }
      if (type === 'entity.too.large') reject(tooLarge(maxBytes))
      else if (error) reject(error instanceof Error ? error : new Error('The body could not be read'))
      else resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
    })
  })
}

async function fileOf(body: Buffer, contentType: string): Promise<Buffer> {
  const form = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
  const entries = (await form.catch(() => [])) as unknown as Iterable<[string, string | Blob]>
  const [file, ...more] = [...entries].flatMap(([, value]) => (value instanceof Blob ? [value] : []))
  if (!file || more.length > 0) throw new AppError('invalid_request', 'The form must have one file')
  return Buffer.from(await file.arrayBuffer())
}

const tooLarge = (maxBytes: number) =>
  new AppError('attachment_too_large', `The file must have ${maxBytes.toLocaleString('en')} bytes at most`)
