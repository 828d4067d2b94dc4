import { inject, type Renderer2, RendererFactory2 } from '@angular/core'

/** The translator's `<font>` element for each text node that it has replaced. */
const stands = new WeakMap<Node, Element>()
const replaced = new WeakMap<Element, Node>()
const ready = new WeakSet<Renderer2>()

/**
 * Keeps the page up to date while a browser translates it. A translator replaces text nodes with `<font>` elements, and
 * what Angular writes into the detached nodes afterwards is never seen. A text that changes is put back into the page,
 * where it can be translated again; one that is removed takes its `<font>` with it.
 *
 * Call it before anything is drawn, where `inject` may be called.
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

/** Translators replace a text in one step, or insert the element first and remove the text afterwards. */
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
