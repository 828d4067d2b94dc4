const denied = () => Promise.reject(new DOMException('', 'SecurityError'))
const broken = () => {
  throw new DOMException('', 'InvalidStateError')
}
const silent = () => new Promise(() => undefined)

/** What `navigator.locks` is in browsers that grant no locks, with how such a browser behaves: for `describe.each`. */
export const REFUSING_LOCKS: [behaviour: string, locks: object | undefined][] = [
  ['has no locks', undefined],
  ['refuses its locks', { request: denied, query: denied }],
  ['throws over its locks', { request: broken, query: broken }],
  ['never answers about its locks', { request: silent, query: silent }],
]
