/** What old libraries, polyfills and monitoring do to a page. Runs there, before anything else. */
export function replaceBuiltIns(): void {
  const pollute = (prototype: object, names: string[]) => {
    for (const name of names) Object.assign(prototype, { [name]: () => 'the page’s own' })
  }
  pollute(Object.prototype, ['extend', 'clone', 'keys', 'values', 'type'])
  pollute(Array.prototype, ['each', 'first', 'last', 'include', 'without', 'entries', 'reduce', 'contains'])
  pollute(String.prototype, ['strip', 'toQueryParams', 'contains'])
  pollute(Element.prototype, ['update', 'show', 'hide', 'observe', 'select'])
  Object.assign(Element.prototype, {
    remove: function (this: Element) {
      this.parentNode?.removeChild(this)
      return this
    },
  })
  Date.prototype.toISOString = Date.prototype.toJSON = function () {
    return `${this.getUTCFullYear()}-01-01T00:00:00Z`
  }
  const { fetch, customElements, setTimeout } = window
  const define = customElements.define.bind(customElements)
  customElements.define = (name, element, options) => define(name, class extends element {}, options)
  window.fetch = (input, init) => Promise.resolve().then(() => fetch(new Request(input, init)))
  window.setTimeout = ((work: TimerHandler, ...rest: unknown[]) =>
    setTimeout(work, ...(rest as []))) as typeof setTimeout
  window.Promise = class extends Promise<unknown> {} as PromiseConstructor
}
