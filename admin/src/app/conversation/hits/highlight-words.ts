import { placesOf, searchWords } from '@support-chat/shared'

const NAME = 'search-hit'

/** Marks the words in the messages with these sequences, where the browser can highlight without changing the page. */
export function highlightWords(q: string, sequences: readonly number[]): void {
  if (!('highlights' in CSS)) return
  const words = searchWords(q)
  const texts = sequences.flatMap((sequence) => [...document.querySelectorAll(`[data-sequence="${sequence}"] .text`)])
  const ranges =
    words.length === 0 ? [] : texts.flatMap((text) => rangesIn(text, placesOf(words, text.textContent).flat()))
  if (ranges.length > 0) CSS.highlights.set(NAME, new Highlight(...ranges))
  else CSS.highlights.delete(NAME)
}

/** A place may begin in one piece of text and end in another: links are pieces of their own. */
function rangesIn(element: Element, places: readonly (readonly [number, number])[]): Range[] {
  const nodes: { node: Node; start: number; end: number }[] = []
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = nodes.at(-1)?.end ?? 0
    nodes.push({ node, start, end: start + (node.textContent?.length ?? 0) })
  }
  return places.flatMap(([from, to]) => {
    const first = nodes.find(({ end }) => from < end)
    const last = nodes.find(({ end }) => to <= end)
    if (!first || !last) return []
    const range = new Range()
    range.setStart(first.node, from - first.start)
    range.setEnd(last.node, to - last.start)
    return [range]
  })
}
