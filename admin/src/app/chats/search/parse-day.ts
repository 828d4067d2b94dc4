/**
 * When a day begins, where the reader is: `2026-03-31`, `31.3.2026`, `today`, `heute`, `yesterday`, `gestern`; of `2026-03` and
 * `2026` the first one. Null for what is no day.
 */
export function parseDay(text: string, now: Date): Date | null {
  const daysAgo = { today: 0, heute: 0, yesterday: 1, gestern: 1 }[text.toLowerCase()]
  if (daysAgo !== undefined) return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo)
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text)
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  const [year, month = '1', day = '1'] = iso ? iso.slice(1) : (german?.slice(1).reverse() ?? [])
  if (year === undefined) return null
  const date = new Date(Number(year), Number(month) - 1, Number(day))
  const isReal = date.getMonth() === Number(month) - 1 && date.getDate() === Number(day)
  // Earlier nobody has written here.
  return isReal && date.getFullYear() >= 1970 ? date : null
}

/** As it is written in the search field. */
export function dayText(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
