/**
 * Hosts in one script. Latin letters join those of East Asia in a part, and stand beside parts in any script but Cyrillic
 * and Greek, whose letters look like them: a simple form of what browsers go by in their address bars.
 */
const ONE_SCRIPT =
  /^(?:[\p{sc=Cyrl}\d.-]+|[\p{sc=Grek}\d.-]+|(?:(?:[a-z\xDF-\u024F\u1E00-\u1EFF\d_-]+|[a-z\u3005-\uD7FF\d-]+|[\u0531-\u1C7F\d-]+)(?:\.|$))+)$/u

/**
 * Whether a host shows which one it is.
 * @param typed as people read it
 * @param host as the browser takes it, in ASCII letters
 */
export function isPlainHost(typed: string, host: string): boolean {
  const name = typed.normalize('NFKC').toLowerCase()
  return name === host || (/[^\0-\x7F]/.test(name) && ONE_SCRIPT.test(name))
}
