/** What the page's content security policy has kept from happening while this listens, and before where the browser tells. */
export class Violations {
  readonly #seen = new Set<string>()
  readonly #observer: ReportingObserver | undefined

  constructor() {
    addEventListener('securitypolicyviolation', this.#onViolation)
    if (typeof ReportingObserver !== 'function') return
    this.#observer = new ReportingObserver((reports) => this.#read(reports), {
      types: ['csp-violation'],
      buffered: true,
    })
    this.#observer.observe()
  }

  /** `directive origin` of each that has to do with one of these hosts. */
  of(...hosts: string[]): string[] {
    this.#read(this.#observer?.takeRecords() ?? [])
    return [...this.#seen].filter((seen) => hosts.some((host) => seen.includes(`//${host}`)))
  }

  stop(): void {
    removeEventListener('securitypolicyviolation', this.#onViolation)
    this.#observer?.disconnect()
  }

  readonly #onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) =>
    this.#add(effectiveDirective, blockedURI)

  #read(reports: readonly Report[]): void {
    for (const { body } of reports) {
      const { effectiveDirective, blockedURL } = body as unknown as Record<string, string>
      this.#add(effectiveDirective, blockedURL)
    }
  }

  /** The origin only: an address may hold what is nobody's business. */
  #add(directive: string | undefined, address: string | null | undefined): void {
    if (!directive || !URL.canParse(address ?? '')) return
    const { protocol, host } = new URL(address ?? '')
    this.#seen.add(`${directive} ${protocol}//${host}`)
  }
}
