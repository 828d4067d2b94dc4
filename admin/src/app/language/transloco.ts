import { Injectable } from '@angular/core'
import {
  provideTransloco,
  provideTranslocoTranspiler,
  type Translation,
  type TranslocoLoader,
  type TranslocoTranspiler,
  type TranspileParams,
} from '@jsverse/transloco'
import { lazily } from '../loading/lazy.js'
import { LANGUAGES } from './languages.js'

/** Texts come as chunks of the console itself, never from elsewhere. */
@Injectable()
export class ChunkLoader implements TranslocoLoader {
  async getTranslation(code: string): Promise<Translation> {
    const language = LANGUAGES.find((candidate) => candidate.code === code)
    if (!language) throw new Error(`There is no language ${code}.`)
    return (await lazily(language.load)).default
  }
}

/**
 * Fills `{{name}}` in one pass. Transloco's own goes over what it has filled in again, where braces in the name of a user
 * or in a search would be taken for more to fill, without end when they name themselves.
 */
@Injectable()
export class OnePassTranspiler implements TranslocoTranspiler {
  transpile({ value, params }: TranspileParams): unknown {
    if (typeof value !== 'string') return value
    return value.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params?.[name] ?? ''))
  }
}

export const provideWords = () => [
  provideTransloco({
    loader: ChunkLoader,
    config: {
      availableLangs: LANGUAGES.map(({ code }) => code),
      defaultLang: 'en',
      fallbackLang: 'en',
      reRenderOnLangChange: true,
      prodMode: true,
      // The loader tries again by itself.
      failedRetries: 0,
    },
  }),
  provideTranslocoTranspiler(OnePassTranspiler),
]
