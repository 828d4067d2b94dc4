/** Why a server could not be reached, in words of our own where the driver's leave the reader guessing. */
export function whyUnreachable(error: unknown, { host, hostname }: URL): string {
  const { code, message } = error as { code?: string; message?: string }
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${host}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `there is no host ${hostname}`
    default:
      return message?.replace(/\.$/, '') || `no answer from ${host}`
  }
}
