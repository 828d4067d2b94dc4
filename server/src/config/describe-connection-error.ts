/** Why a server could not be reached, in plain words where the driver gives only a code. */
export function describeConnectionError(error: unknown, { host, hostname }: URL): string {
  const { code, message } = error as { code?: string; message?: string }
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${host}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `there is no host ${hostname}`
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `no answer from ${host}`
    default:
      if (/time(?:d )?out/i.test(message ?? '')) return `no answer from ${host}`
      return message?.replace(/\.$/, '') || `no answer from ${host}`
  }
}
