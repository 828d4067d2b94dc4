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
    [/\(void 0!==i\.converter.*?\.toAttribute\(s,i\.type\)/, 'i.type===Boolean?s?"":null:s'],
    [/,h="function"==typeof t\.converter\?.*?:u(?=;)/, ''],
    [/h\.fromAttribute\(s,t\.type\)/, 't.type===Boolean?null!==s:s'],
    [/\w\(this\.prototype,t\)\?\?(?=\{get\(\)\{return this\[s\]\})/, ''],
    [/s\.state&&\(s\.attribute=!1\),/, ''],
    [/this\.prototype\.hasOwnProperty\(t\)&&\(\(s=Object\.create\(s\)\)\.wrapped=!0\),/, ''],
    [/const t=this\.constructor\.elementProperties;if\(t\.size>0\).*?this\.C\(s,void 0,i,e\)\}/, ''],
    [/,wrapped:h\},r\)/, '})'],
    [/\((this\._\$Ej\.set\(t,)r\?\?(s\?\?this\[t\]\)),!0!==h\|\|void 0!==r\)/, '$1$2'],
    [/,s=\[\.\.\.r\(t\),\.\.\.o\(t\)\];for\(const i of s\)/, ';for(const i in t)'],
    // What every one of our properties says, and none of them does.
    [/(?<=,b=\{)attribute:!0,.*?hasChanged:f(?=\})/, ''],
    [/\(i\.hasChanged\?\?f\)/, 'f'],
    [
      /,s=b\)\{if\((this\._\$Ei.*?),!s\.noAccessor\)\{const i=Symbol\(\),h=.*?\}(?=\}static)/,
      ',s){$1;e(this.prototype,t,this.getPropertyDescriptor(t,Symbol(),s))',
    ],
    [/(?<=:"string"==typeof i\?i:)"string"==typeof t\?(t\.toLowerCase\(\)):void 0/, '$1'],
    [/this\._\$Eh&&(?=\[)/, ''],
    [/void 0!==e&&(?=this\._\$Em!==e)/, ''],
    [/y\.elementStyles=\[\],y\.shadowRootOptions=.*?,/, ''],
    [/this\.constructor\.shadowRootOptions/, '{mode:"open"}'],
    [/this\._\$Ep=void 0,this\.isUpdatePending=!1,this\.hasUpdated=!1,this\._\$Em=null,/, ''],
    [/!1===this\.isUpdatePending&&/, 'this.isUpdatePending||'],
    [/if\(void 0!==e&&!0===i\.reflect\)\{(const h=.*?this\._\$Em=null)\}/, '$1'],
    [/t\.size>0&&\((this\._\$Ep=t)\)/, '$1'],
    [/,this\._\$Ep\)\{(for\(const\[t,s\]of this\._\$Ep\).*?);this\._\$Ep=void 0\}/, '){$1}'],
    [/enableUpdating\(t\)\{\}/, ''],
    [/updated\(t\)\{\}/, ''],
    [/getOwnProperty(?:Descriptor:h|Names:r|Symbols:o),/g, ''],
    [/addController\(t\)\{\(this\._\$EO\?\?=new Set\)\.add/, '_$EO=new Set;addController(t){this._$EO.add'],
    [/_\$EO\?\./g, '_$EO.'],
    [
      /const\{get:e,set:r\}=.*?;return\{get:e,set\(s\)\{const h=e\?\.call\(this\);r\?\.call\(this,s\),/,
      'return{get(){return this[s]},set(e){const h=this[s];this[s]=e,',
    ],
    [/this\.elementStyles=this\.finalizeStyles\(.*?\}static finalizeStyles\(.*?\}(?=static)/, '}'],
    [/this\.constructor\.elementStyles/, '[this.constructor.styles]'],
    [
      /(?<=requestUpdate\(t,s,i),e=!1,h\)\{(if\(.*?const r=this\.constructor);if\(!1===e&&\(h=this\[t\]\),/,
      '){$1,h=this[t];if(',
    ],
    // Steps of an update that can be overridden.
    [
      /let t=!1;(const s=this\._\$AL;try\{)t=this\.shouldUpdate\(s\),t\?\(this\.willUpdate\(s\),(.*?)\):this\._\$EM\(\)\}catch\(s\)\{throw t=!1,this\._\$EM\(\),s\}t&&(this\._\$AE\(s\)\})willUpdate\(t\)\{\}/,
      '$1$2}catch(t){throw this._$EM(),t}$3',
    ],
    [/shouldUpdate\(t\)\{return!0\}/, ''],
    [
      /const t=this\.scheduleUpdate\(\);return null!=t&&await t,(.*?\})scheduleUpdate\(\)\{.*?\}/,
      'return this.performUpdate(),$1',
    ],
    [/this\.getUpdateComplete\(\)\}getUpdateComplete\(\)\{return /, ''],
    [/this\.hasUpdated\|\|\((this\.hasUpdated=!0),this\.firstUpdated\(t\)\)/, '$1'],
    [/firstUpdated\(t\)\{\}/, ''],
  ],
  'lit-html/lit-html.js': [
    [/\w+\.litHtmlPolyfillSupport;\w+\?\.\(\w+,\w+\),\(\w+\.litHtmlVersions\?\?=\[\]\)\.push\("[^"]+"\)/, '0'],
    // Expressions within text areas and comments; properties and elements in templates; directives.
    [/if\(y\.test\(r\.tagName\)\)\{const t=.*?r\.append\(t\[i\],c\(\)\)\}\}(?=\}else)/, ''],
    [/else\{let t=-1;for\(;-1!==\(t=r\.data\.indexOf.*?t\+=o\.length-1\}/, ''],
    [/"\."===\w\[1\]\?\w:/, ''],
    [/else \w\.startsWith\(\w\)&&\(\w\.push\(\{type:6,index:\w\}\),\w\.removeAttribute\(\w\)\)/, ''],
    [/:6===\w\.type&&\(\w=new Z\(.*?\)\)/, ':0'],
    [/function M\(t,i,s=t,e\)\{if\(i===E\)return i;let h=.*?,i\}/, ''],
    [/,V:M,/, ','],
    [/t=M\(this,t,i\),(?=a\(t\)\?)/, ''],
    [/t=M\(this,t,i,0\),(?=o=)/, ''],
    [/M\(this,(e\[s\+n\]),i,n\)/, '$1'],
    [/&&t!==E/g, ''],
    [/,r===E&&\(r=this\._\$AH\[n\]\)/, ''],
    // Nodes as values, comments and raw text in templates, and what a page has in a shadow root before us.
    [/:void 0!==t\.nodeType\?this\.T\(t\)/, ''],
    [/"!--"===u\[1\]\?c=_:void 0!==u\[1\]\?c=m:/, ''],
    [/:c===_\|\|c===m\?c=v:\(c=p,n=void 0\)/, ':c=p'],
    [/\(y\.test\(u\[2\]\)&&\(n=RegExp\("<\/"\+u\[2\],"g"\)\),c=p\)/, 'c=p'],
    [/c=n\?\?v/, 'c=v'],
    [/"invalid template strings array"/, ''],
    [/&&"function"!=typeof t(?=,u=)/, ''],
    [/\|\|"function"==typeof t\?\.\[Symbol\.iterator\]/, ''],
    [/i=t=>t,/, ''],
    [/\bi\(t\)(?=\.nextSibling;|\.remove)/g, 't'],
    // What parts know of where they stand.
    [/,this\._\$AM=[a-z](?=[,}])/g, ''],
    [/,this\.options=[a-z](?=[,}])/g, ''],
    [/,this,this\.options\)/, ')'],
    [/this\.options(?=\)[,;])/g, ''],
    [/(?<=new k\(h,h\.nextSibling),this,t/, ''],
    [/(?<=new r\.ctor\(h,r\.name,r\.strings),this,t/, ''],
    [/(?<=new R\(e),this/, ''],
    [
      /const e=s\?\.renderBefore\?\?i;let h=e\._\$litPart\$;if\(void 0===h\)\{const t=.*?e\._\$litPart\$=h=.*?\}(?=return)/,
      'const h=i._$litPart$??=new k(i.insertBefore(c(),null),null);',
    ],
    // What directives need: places that know their parents and kinds, and whether they are on the page.
    [/get parentNode\(\)\{return this\._\$AM\.parentNode\}get _\$AU\(\)\{return this\._\$AM\._\$AU\}/, ''],
    [/get _\$AU\(\)\{return this\._\$AM\?\._\$AU\?\?this\._\$Cv\}/, ''],
    [/get parentNode\(\)\{let t=.*?get endNode\(\)\{return this\._\$AB\}/, ''],
    [/get tagName\(\)\{return this\.element\.tagName\}get _\$AU\(\)\{return this\._\$AM\._\$AU\}/, ''],
    [/,this\._\$Cv=e\?\.isConnected\?\?!0/, ''],
    [/this\._\$AP\?\.\(!1,!0,s\)(?=;)/, ''],
    [/setConnected\(t\)\{.*?\)\}(?=\}class)/, ''],
    [/this\.(?:type=[12]|_\$AN=void 0),/g, ''],
    [/constructor\(\)\{super\(\.\.\.arguments\),this\.type=4\}/, ''],
    [/constructor\(t,i,s,e,h\)\{super\(t,i,s,e,h\),this\.type=5\}/, ''],
    // MathML, compiled templates, documents of others; listeners that come and go, or have options or a `this`.
    [/("<svg>"):3===i\?"<math>":/, '$1:'],
    [/("<\/svg>"):3===i\?"<\/math>":/, '$1:'],
    [/2===i\|\|3===i/, '2===i'],
    [/"number"==typeof s\?(this\._\$AC\(t\)):\(.*?,s\)(?=;)/, '$1'],
    [/\(t\?\.creationScope\?\?l\)/, 'l'],
    [
      /_\$AI\(t,i=this\)\{if\(\(t=M\(this,t,i,0\).*?handleEvent\(t\)\{.*?\}/,
      '_$AI(t){this._$AH===A&&this.element.addEventListener(this.name,this),this._$AH=t}handleEvent(t){this._$AH(t)}',
    ],
  ],
  'lit-element/lit-element.js': [
    [/\w+\.litElementHydrateSupport\?\.\(\{LitElement:\w+\}\)/, '0'],
    [/\w+\.litElementPolyfillSupport;\w+\?\.\(\{LitElement:\w+\}\)/, '0'],
    [/\(\w+\.litElementVersions\?\?=\[\]\)\.push\("[^"]+"\)/, '0'],
    // Directives, and servers that draw elements.
    [/connectedCallback\(\)\{.*?setConnected\(!1\)\}/, ''],
    [/this\.hasUpdated\|\|\(this\.renderOptions\.isConnected=this\.isConnected\),/, ''],
    [/this\._\$Do=(?=e\()/, ''],
    [/,this\._\$Do=void 0/, ''],
    [/i\._\$litElement\$=!0,/, ''],
    [/constructor\(\)\{.*?\}\}(?=createRenderRoot)/, ''],
    [/createRenderRoot\(\)\{.*?\}(?=update)/, ''],
    [/,this\.renderOptions/, ''],
    [/render\(\)\{return r\}(?=\})/, ''],
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
