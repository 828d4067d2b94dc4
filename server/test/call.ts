import type { ApiError } from '@support-chat/shared'

interface Call {
  token?: string
  body?: unknown
  headers?: Record<string, string>
}

export interface Answer<T> {
  status: number
  body: T
  headers: Headers
}

/** One request to a test server, JSON both ways. `T` is what the test expects; an ApiError is what it may get. */
export async function call<T = ApiError>(
  url: string,
  method: string,
  { token, body, headers }: Call = {},
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T, headers: response.headers }
}
