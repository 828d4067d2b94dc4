import type { RequestHandler } from 'express'
import { createHash } from 'node:crypto'
import { chooseEncoding, compress, type Encoding, sendCompressed } from './compressed.js'

interface Answer {
  type: string
  etag: string
  body: Map<Encoding, Promise<Buffer>>
  text: Buffer
}

/**
 * Caches what the handlers behind it send for a path, compressed once. For a few paths whose answers never change while
 * the process runs, whatever the query.
 */
export function cachedAnswers(): RequestHandler {
  const answers = new Map<string, Answer>()
  return (request, response, next) => {
    // Routes are found whatever the case, and with any host before them. Nest has another page where an address ends in a slash.
    const path = (request.baseUrl + request.path).toLowerCase() + (request.originalUrl.endsWith('/') ? '/' : '')
    const encoding = request.method === 'GET' ? chooseEncoding(request) : null
    if (encoding === null) return next()

    const reply = async (answer: Answer): Promise<void> => {
      const body = answer.body.get(encoding) ?? compress(answer.text, encoding)
      answer.body.set(encoding, body)
      response.set('Content-Type', answer.type)
      sendCompressed(request, response, { body: await body, encoding, etag: `W/"${answer.etag}-${encoding}"` })
    }
    const known = answers.get(path)
    if (known) return reply(known)

    const send = response.send.bind(response)
    response.send = (text: unknown) => {
      if (response.statusCode !== 200 || typeof text !== 'string') return send(text)
      const answer = {
        type: response.get('Content-Type') ?? 'text/html; charset=utf-8',
        etag: createHash('sha256').update(text).digest('base64url').slice(0, 22),
        body: new Map<Encoding, Promise<Buffer>>(),
        text: Buffer.from(text),
      }
      answers.set(path, answer)
      reply(answer).catch(next)
      return response
    }
    next()
  }
}
