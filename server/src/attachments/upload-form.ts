import type { Readable } from 'node:stream'
import { z } from 'zod'
import busboy from 'busboy'
import type { Request, Response } from 'express'
import { AppError } from '../common/errors/app-error.js'
import { cleanFileName } from './file-name.js'

/** A form as far as it has come: its file is still on the way. */
export interface UploadForm {
  readonly clientId: string
  readonly name: string
  readonly file: Readable
}

const clientId = z.guid()
/** What a form may have beside its file. */
const LIMITS = { fields: 8, fieldSize: 256, fieldNameSize: 64, files: 1, parts: 10, headerPairs: 32 }
/** For how long, in milliseconds, what is left of a form is read that was answered before its end. */
const LEFT_OVER_MS = 10_000

/**
 * Reads the beginning of a form: `client_id`, then `file`.
 * @throws AppError `invalid_request`
 */
export function receiveForm(request: Request): Promise<UploadForm> {
  return new Promise((resolve, reject) => {
    const form = parserOf(request)
    let given: unknown
    form.on('field', (name, value) => {
      if (name === 'client_id') given = value
    })
    form.on('file', (_, file, { filename }: { filename?: string }) => {
      // Who reads it hears of its errors; one that nobody reads has nobody to tell.
      file.on('error', () => undefined)
      const parsed = clientId.safeParse(given)
      if (parsed.success) resolve({ clientId: parsed.data, name: cleanFileName(filename ?? ''), file })
      else reject(new AppError('invalid_request', 'client_id: must be a UUID, and stand before the file'))
    })
    form.on('error', () => reject(malformed()))
    form.on('close', () => reject(new AppError('invalid_request', 'The form must have a file')))
    request.once('close', () => form.destroy())
    request.pipe(form)
  })
}

function parserOf(request: Request): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, defParamCharset: 'utf8', limits: LIMITS })
  } catch {
    throw new AppError('invalid_request', 'Send a form, with Content-Type: multipart/form-data')
  }
}

export const malformed = (): AppError => new AppError('invalid_request', 'The form ends before its file does')

/** Reads away what is left of a form that needs no more reading, so that its client gets to the answer. */
export function discardRest(request: Request, response: Response): void {
  request.unpipe()
  request.resume()
  response.once('finish', () => {
    const timer = setTimeout(() => request.destroy(), LEFT_OVER_MS).unref()
    request.once('close', () => clearTimeout(timer))
  })
}
