/** A style sheet that has been written down. Every browser that runs the syntax we build for can adopt it. */
const STYLES = `
class CSSResult {
  constructor(text) { this.cssText = text }
  get styleSheet() {
    if (!this.sheet) (this.sheet = new CSSStyleSheet()).replaceSync(this.cssText)
    return this.sheet
  }
}
const unsafeCSS = (text) => new CSSResult(text)
const css = (raw, ...values) => new CSSResult(String.raw({ raw }, ...values.map(({ cssText }) => cssText)))
const adoptStyles = (root, styles) => { root.adoptedStyleSheets = styles.map(({ styleSheet }) => styleSheet) }
const getCompatibleStyle = (style) => style
const supportsAdoptingStyleSheets = true
export { CSSResult, adoptStyles, css, getCompatibleStyle, supportsAdoptingStyleSheets, unsafeCSS }
`

/** What Lit carries along for elements of other kinds than ours, with what stands for it in our script. */
const LEFT_OUT = {
  'reactive-element/css-tag.js': [[/^[^]+$/, () => STYLES]],
  'reactive-element/reactive-element.js': [
    // Polyfills, decorators and their metadata, initializers.
    [/\w+\?\.\(\{ReactiveElement:\w+\}\),\(\w+\.reactiveElementVersions\?\?=\[\]\)\.push\("[^"]+"\)/, '0'],
    [/\w+\.reactiveElementPolyfillSupport/, '0'],
    [/Symbol\.metadata\?\?=.*?;/, ''],
    [/const t=this\[Symbol\.metadata\];if\(.*?\)for\(const\[t,i\]of s\)this\.elementProperties\.set\(t,i\)\}/, ''],
    [/static addInitializer\(t\)\{.*?\}(?=static)/, ''],
    [/,this\.constructor\.l\?\.forEach\(t=>t\(this\)\)/, ''],
    [/void 0!==t\.l&&\(this\.l=\[\.\.\.t\.l\]\),/, ''],
    // Converters, arrays of styles, accessors of a prototype.
    [/case Object:case Array:t=null==t\?t:JSON\.stringify\(t\)/, ''],
    [/case Number:i=.*?catch\(t\)\{i=null\}/, ''],
    [/\(void 0!==i\.converter\?\.toAttribute\?i\.converter:u\)/, 'u'],
    [/"function"==typeof t\.converter\?.*?:u(?=;)/, 'u'],
    [/const i=\[\];if\(Array\.isArray\(s\)\).*?return i/, 'return[s]'],
    [/\w\(this\.prototype,t\)\?\?(?=\{get\(\)\{return this\[s\]\})/, ''],
    [/s\.state&&\(s\.attribute=!1\),/, ''],
    [/this\.prototype\.hasOwnProperty\(t\)&&\(\(s=Object\.create\(s\)\)\.wrapped=!0\),/, ''],
    [/const t=this\.constructor\.elementProperties;if\(t\.size>0\).*?this\.C\(s,void 0,i,e\)\}/, ''],
  ],
  'lit-html/lit-html.js': [
    [/\w+\.litHtmlPolyfillSupport;\w+\?\.\(\w+,\w+\),\(\w+\.litHtmlVersions\?\?=\[\]\)\.push\("[^"]+"\)/, '0'],
    // Expressions within text areas and comments; properties and elements in templates; directives.
    [/if\(y\.test\(r\.tagName\)\)\{const t=.*?r\.append\(t\[i\],c\(\)\)\}\}(?=\}else)/, ''],
    [/else\{let t=-1;for\(;-1!==\(t=r\.data\.indexOf.*?t\+=o\.length-1\}/, ''],
    [/"\."===\w\[1\]\?\w:/, ''],
    [/else \w\.startsWith\(\w\)&&\(\w\.push\(\{type:6,index:\w\}\),\w\.removeAttribute\(\w\)\)/, ''],
    [/:6===\w\.type&&\(\w=new Z\(.*?\)\)/, ':0'],
    [/(?<=function M\(t,i,s=t,e\)\{)if\(i===E\)return i;let h=.*?,i\}/, 'return i}'],
  ],
  'lit-element/lit-element.js': [
    [/\w+\.litElementHydrateSupport\?\.\(\{LitElement:\w+\}\)/, '0'],
    [/\w+\.litElementPolyfillSupport;\w+\?\.\(\{LitElement:\w+\}\)/, '0'],
    [/\(\w+\.litElementVersions\?\?=\[\]\)\.push\("[^"]+"\)/, '0'],
  ],
}

/** Leaves it out, and fails the build when Lit has become another. */
export function trimLit() {
  return {
    name: 'trim-lit',
    transform(code, id) {
      const file = Object.keys(LEFT_OUT).find((name) => id.endsWith(name))
      if (!file) return null
      let short = code
      for (const [part, instead] of LEFT_OUT[file]) {
        if (!part.test(short)) this.error(`${file} has no ${part} any more`)
        short = short.replace(part, instead)
      }
      return { code: short, map: null }
    },
  }
}
