/** The beginning of a text: so many characters at most, none of them cut in two. */
export const beginning = (text: string, characters: number): string => Array.from(text).slice(0, characters).join('')
