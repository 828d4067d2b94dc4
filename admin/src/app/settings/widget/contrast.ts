/** The least contrast of what is no text, such as a button's edge, with what is around it: WCAG 1.4.11. */
export const LEAST_CONTRAST = 3

/** What the widget's accent stands on in each theme. */
export const BEHIND = { light: '#ffffff', dark: '#16181d' } as const
export type ThemeName = keyof typeof BEHIND

/** The built-in accent of the widget, by theme. */
export const BUILT_IN = { light: '#4f46e5', dark: '#5f59ee' } as const

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)

/** Themes in which an accent can hardly be told from what is behind it, with the contrast. Text on it can always be read. */
export function faintThemes(accent: string): { theme: ThemeName; ratio: number }[] {
  const themes = Object.keys(BEHIND) as ThemeName[]
  return themes
    .map((theme) => ({ theme, ratio: contrast(accent, BEHIND[theme]) }))
    .filter(({ ratio }) => ratio < LEAST_CONTRAST)
}

/** Of two colours such as `#4f46e5`: 1 for none, to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** As WCAG defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => {
    const share = Number.parseInt(pair, 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
