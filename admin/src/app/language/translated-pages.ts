import { inject, type Renderer2, RendererFactory2 } from '@angular/core'

/** What stands in the place of a text that Angular drew. */
const stands = new WeakMap<Node, Element>()
const replaced = new WeakMap<Element, Node>()
const ready = new WeakSet<Renderer2>()

/**
 * Keeps the page true while a browser's translator has it in hands: such a one takes the texts out and puts `<font>` with
 * its own in their place, and what is drawn into the texts afterwards is drawn nowhere. A text that changes comes back
 * into the page, where it can be translated anew; one that goes takes with it what stands in its place.
 *
 * To be called before anything is drawn, where `inject` may be called.
 */
export function followTranslators(): void {
  new MutationObserver(remember).observe(document, { childList: true, subtree: true })
  const factory = inject(RendererFactory2)
  const create = factory.createRenderer.bind(factory)
  factory.createRenderer = (host, type) => withStandIns(create(host, type))
}

function withStandIns(renderer: Renderer2): Renderer2 {
  if (ready.has(renderer)) return renderer
  ready.add(renderer)
  const setValue = renderer.setValue.bind(renderer)
  const insertBefore = renderer.insertBefore.bind(renderer)
  const removeChild = renderer.removeChild.bind(renderer)
  renderer.setValue = (node: Node, value) => {
    if (!node.parentNode) stands.get(node)?.replaceWith(node)
    setValue(node, value)
  }
  renderer.insertBefore = (parent, child, before: Node | null, isMove) => {
    insertBefore(parent, child, before && !before.parentNode ? (stands.get(before) ?? before) : before, isMove)
  }
  renderer.removeChild = (parent, child: Node, isHost, isSynchronous) => {
    if (!child.parentNode) stands.get(child)?.remove()
    removeChild(parent, child, isHost, isSynchronous)
  }
  return renderer
}

/** Replaced in one step, or put before or behind it first. */
function remember(records: readonly MutationRecord[]): void {
  const added = new Set(records.flatMap(({ addedNodes }) => [...addedNodes]))
  for (const { removedNodes, addedNodes, previousSibling, nextSibling } of records) {
    const [gone] = removedNodes
    const text = gone instanceof Element ? replaced.get(gone) : gone
    if (!(text instanceof Text) || text.parentNode) continue
    const near = [...addedNodes, previousSibling, nextSibling]
    const instead = near.find((node) => node instanceof Element && node.localName === 'font' && added.has(node))
    if (!(instead instanceof Element)) continue
    stands.set(text, instead)
    replaced.set(instead, text)
  }
}
