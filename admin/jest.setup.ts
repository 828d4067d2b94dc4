// First, since it brings the compiler that the packages of Angular need here.
import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless/index.mjs'
import { createEnvironmentInjector, EnvironmentInjector, Injector } from '@angular/core'
import { TranslocoService } from '@jsverse/transloco'
import en from './src/app/language/en.json'
import { provideWords } from './src/app/language/transloco.js'

setupZonelessTestEnv({ errorOnUnknownElements: true, errorOnUnknownProperties: true })

// Tests read English, also those of plain functions, which have no injector of their own.
const parent = Injector.create({ providers: [] }) as EnvironmentInjector
createEnvironmentInjector([provideWords(), TranslocoService], parent).get(TranslocoService).setTranslation(en, 'en')
