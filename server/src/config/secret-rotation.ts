/** HS256 asks for keys of its digest's length: RFC 7518, section 3.2. */
export const MIN_SECRET_BYTES = 32

/**
 * The secrets in a variable: the first signs, all verify, so that one is replaced without signing anybody out. Commas divide
 * them only where each has {@link MIN_SECRET_BYTES}: a single one may have a comma in it.
 */
export function secretsOf(value: string): [string, ...string[]] {
  const [first = '', ...others] = value.split(',').map((part) => part.trim())
  const isList = [first, ...others].every((part) => Buffer.byteLength(part) >= MIN_SECRET_BYTES)
  return others.length > 0 && isList ? [first, ...others] : [value]
}
