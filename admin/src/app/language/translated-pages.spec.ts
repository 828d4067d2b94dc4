import { ChangeDetectionStrategy, Component, provideAppInitializer, signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { followTranslators } from './translated-pages.js'

@Component({
  selector: 'app-translated',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<p>{{ name() }} wrote</p>
    <ul>
      @for (word of words(); track word) {
        {{ word }}
      }
    </ul>
    @if (shown()) {
      once
    }`,
})
class Translated {
  readonly name = signal('Ada')
  readonly words = signal(['one', 'two'])
  readonly shown = signal(true)
}

/** As translators do it: the text goes, and two elements with another one come. */
async function translate(root: Node, how: 'at once' | 'before' = 'at once'): Promise<void> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walker.nextNode()) if (walker.currentNode.nodeValue?.trim()) texts.push(walker.currentNode as Text)
  for (const text of texts.filter(({ parentElement }) => parentElement?.localName !== 'font')) {
    const outer = document.createElement('font')
    outer.append(document.createElement('font'))
    outer.firstChild!.appendChild(document.createTextNode(text.data.toUpperCase()))
    if (how === 'at once') text.replaceWith(outer)
    else {
      text.before(outer)
      text.remove()
    }
  }
  await Promise.resolve()
}

describe('a page that a translator has in hands', () => {
  it.each(['at once', 'before'] as const)('shows what is true now, and leaves nothing behind (%s)', async (how) => {
    TestBed.configureTestingModule({ providers: [provideAppInitializer(followTranslators)] })
    const fixture = TestBed.createComponent(Translated)
    const page = fixture.nativeElement as HTMLElement
    document.body.append(page)
    const { name, words, shown } = fixture.componentInstance
    const said = async () => {
      await fixture.whenStable()
      return page.textContent.replace(/\s+/g, ' ').trim()
    }
    expect(await said()).toBe('Ada wrote one two once')
    await translate(page, how)
    expect(await said()).toBe('ADA WROTE ONE TWO ONCE')
    name.set('Grace')
    words.set(['three', 'one', 'two'])
    expect(await said()).toBe('Grace wrote three ONE TWO ONCE')
    await translate(page, how)
    words.set(['two'])
    shown.set(false)
    name.set('Ada')
    expect(await said()).toBe('Ada wrote TWO')
  })
})
