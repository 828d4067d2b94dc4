/** One thing that was looked at. */
export interface DiagnosticCheck {
  name: string
  /** Null where it could not be told, or does not apply. */
  ok: boolean | null
  /** What was found. */
  detail: string
  /** What to do about it. */
  hint?: string
}

/** What `diagnose()` answers. Holds neither token nor e-mail nor user id: it may be pasted anywhere. */
export interface DiagnosticReport {
  /** Nothing was found wrong. */
  ok: boolean
  checks: DiagnosticCheck[]
}

/** Its `toString()` is for people; JSON and `console.table(report.checks)` see plain data. */
export function reportOf(checks: DiagnosticCheck[]): DiagnosticReport {
  const report = { ok: checks.every(({ ok }) => ok !== false), checks }
  Object.defineProperty(report, 'toString', { value: () => checks.map(line).join('\n') })
  return report
}

function line({ name, ok, detail, hint }: DiagnosticCheck): string {
  const mark = ok === null ? '–' : ok ? '✓' : '✗'
  return `${mark} ${name}: ${detail}${hint ? `\n    → ${hint}` : ''}`
}
