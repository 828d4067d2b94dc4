import js from '@eslint/js'
import angular from '@angular-eslint/eslint-plugin'
import angularTemplate from '@angular-eslint/eslint-plugin-template'
import templateParser from '@angular-eslint/template-parser'
import { configs as lit } from 'eslint-plugin-lit'
import { configs as wc } from 'eslint-plugin-wc'
import globals from 'globals'
import ts from 'typescript-eslint'
import { floors } from './eslint/floors.mjs'
import { server } from './eslint/server.mjs'
import { typesOnly } from './eslint/types-only.mjs'

/** Files of `files` may not import what `group` matches: the arrows of ARCHITECTURE.md, one line each. */
const forbid = (files, group, message, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
})

/** The floors of a project's source, from the ground up: a place imports from lower floors and from itself only. */
const house = (under, ...stories) => ({
  files: [`${under}/**/*.ts`],
  ignores: ['**/*.spec.ts', '**/testing/**'],
  plugins: { floors },
  rules: { 'floors/arrows': ['error', { under, floors: stories }], 'floors/no-circles': 'error' },
})

/** What CONTRIBUTING.md says of size. Those that are larger are named at the end, with the reason. */
const FILE_LINES = 200
const FUNCTION_LINES = 40
const counted = { skipBlankLines: true, skipComments: true }

// What only types can tell is in .oxlintrc.json.
export default ts.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.nx/**',
      '.data/**',
      '**/.angular/**',
      '**/.next/**',
      '**/test-results/**',
      'widget/lib/**',
      'server/lib/**',
    ],
  },
  js.configs.recommended,
  { files: ['**/*.ts'], extends: [ts.configs.strict, ts.configs.stylistic] },
  {
    rules: {
      'max-lines-per-function': ['warn', { max: FUNCTION_LINES, ...counted }],
      'max-lines': ['warn', { max: FILE_LINES, ...counted }],
      'no-console': 'error',
      eqeqeq: ['error', 'smart'],
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{mjs,cjs}', 'bench/**', 'scripts/**', 'e2e/**'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['**/*.spec.ts', '**/*.e2e-spec.ts', '**/test/**', '**/testing/**', 'e2e/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: [
      'widget/src/**/*.ts',
      'shared/src/**/*.ts',
      'admin/src/**/*.ts',
      'server/public/**/*.js',
      'widget/examples/**',
    ],
    languageOptions: { globals: globals.browser },
  },
  { files: ['widget/src/**/*.ts'], extends: [lit['flat/recommended'], wc['flat/recommended']] },
  {
    files: ['widget/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value=/^lit.directive/]',
          message: 'the build leaves directives out of Lit: see docs/decisions/0008',
        },
      ],
    },
  },
  {
    files: ['admin/src/**/*.ts'],
    plugins: { '@angular-eslint': angular },
    rules: {
      ...angular.configs.recommended.rules,
      '@angular-eslint/computed-must-return': 'error',
      '@angular-eslint/prefer-host-metadata-property': 'error',
      '@angular-eslint/prefer-on-push-component-change-detection': 'error',
      '@angular-eslint/prefer-output-emitter-ref': 'error',
      '@angular-eslint/prefer-signals': 'error',
    },
  },
  {
    files: ['admin/src/**/*.html'],
    languageOptions: { parser: templateParser },
    plugins: { '@angular-eslint/template': angularTemplate },
    rules: { ...angularTemplate.configs.recommended.rules, ...angularTemplate.configs.accessibility.rules },
  },
  forbid(
    ['shared/src/**/*.ts'],
    ['@support-chat/*', '**/server/**', '**/admin/**', '**/widget/**'],
    'shared imports nothing of ours',
  ),
  forbid(
    ['widget/src/**/*.ts', 'admin/src/**/*.ts'],
    ['@support-chat/server', '@support-chat/admin', '@support-chat/widget', '**/server/**'],
    'server, console and widget meet in shared only',
  ),
  {
    files: ['shared/src/**/*.ts', 'widget/src/**/*.ts', 'admin/src/**/*.ts'],
    ignores: ['shared/src/contract/**', '**/*.spec.ts'],
    plugins: { contract: { rules: { 'types-only': typesOnly } } },
    rules: { 'contract/types-only': ['error', ['zod', '@support-chat/shared/contract']] },
  },
  house(
    'shared/src',
    'text',
    'contract',
    'client/core',
    'client/transport',
    'client/outbox',
    'client/connection',
    'client/chat',
    'view',
    ['index', 'client'],
  ),
  forbid(
    ['server/src/**/*.{controller,gateway}.ts'],
    ['**/*.repository.js', '**/*.sql.js', '**/unit-of-work.js'],
    'controllers and gateways call services',
  ),
  forbid(
    ['server/src/database/migrations/*-*.ts'],
    ['./*', '../*'],
    'a migration stands alone, for ever: what it runs must not change with another file',
    // Released with the import that they have.
    ['**/1763800700000-fold-case-and-accents.ts', '**/1763801300000-fold-as-typed.ts'],
  ),
  house(
    'server/src',
    'common',
    'config',
    'logging',
    'database',
    'redis',
    ['rate-limits', 'presence'],
    'embedded-postgres',
    'backup',
    'restore',
    'rehearse',
    'users',
    'auth',
    'audit',
    'staff',
    'auth/oidc',
    'api-keys',
    'widget-settings',
    'setup',
    'chats',
    'attachments',
    ['messages', 'canned-replies', 'notes', 'routing'],
    'events',
    ['webhooks', 'personal-data'],
    'realtime',
    'notifications',
    ['hosting', 'health', 'metrics', 'tracing'],
    'support-chat',
    'support-chat.service',
    'entities',
    'core.module',
    'asyncapi',
    ['app.module', 'openapi'],
    'create-app',
    ['seed', 'staff-password', 'staff-break-glass', 'library'],
    ['index', 'main'],
  ),
  house(
    'widget/src',
    'loading',
    'chat',
    'i18n/strings',
    'languages',
    'i18n',
    'launcher',
    'files',
    'panel',
    ['diagnostics', 'demo'],
    'element',
    'headless',
    ['react', 'vue'],
    'index',
  ),
  house(
    'admin/src/app',
    ['storage', 'loading'],
    'language',
    'time',
    'ui',
    'theme',
    'keyboard',
    'auth',
    'connection',
    'chats',
    ['canned-replies', 'user-panel'],
    ['conversation', 'notifications'],
    'settings',
    'palette',
    'shell',
    ['routes', 'app'],
  ),
  {
    files: ['server/src/**/*.ts'],
    // The adapter emits what the gateways of an application answer.
    ignores: ['server/src/realtime/broadcaster.ts', 'server/src/realtime/shared-listeners.adapter.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.property.name='emit']:not([callee.object.property.name=/^(events|emitter)$/])",
          message: 'only realtime/broadcaster.ts emits to sockets; domain events go through `this.events`',
        },
      ],
    },
  },
  {
    files: ['server/src/**/*.ts'],
    ignores: ['server/src/config/env.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'only config/env.ts reads the environment' },
      ],
    },
  },
  { files: ['server/src/**/*.ts'], plugins: { server } },
  {
    files: ['server/src/**/*.ts'],
    ignores: ['**/*.{repository,sql,spec}.ts', 'server/src/{database,embedded-postgres,seed}/**'],
    rules: { 'server/no-sql': 'error' },
  },
  {
    files: ['server/src/**/*.{controller,gateway}.ts'],
    // A slot is held while the one call runs.
    rules: { 'server/one-service-call': ['error', { around: ['AccountConcurrency'] }] },
  },
  {
    files: ['server/src/**/*.ts'],
    // With a message or a receipt, what the row of its chat knows is written in the same round trip; seeds fill all tables.
    ignores: ['**/*.spec.ts', 'server/src/{seed,database/migrations}/**', 'server/src/messages/message.sql.ts'],
    rules: { 'server/one-writer': 'error' },
  },
  {
    files: ['server/src/**/*.ts'],
    // Both work on connections of their own, whose `search_path` leads to the tables.
    ignores: ['**/*.spec.ts', 'server/src/{seed,database/migrations}/**'],
    rules: { 'server/no-bare-name': 'error' },
  },
  {
    // Texts, scenes, style sheets and this file: one list each, whatever its length.
    files: [
      'eslint.config.mjs',
      'server/src/seed/phrases.ts',
      'widget/gallery/scenes.ts',
      'widget/src/languages/*.ts',
      'widget/src/files/file-styles.ts',
      'widget/src/panel/*-styles.ts',
    ],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    // One state machine each: its parts would have to hand their state around.
    files: [
      'bench/product.mjs',
      'shared/src/client/transport/polling-transport.ts',
      'widget/src/chat/session-lifecycle.ts',
    ],
    rules: {
      'max-lines': ['warn', { max: 250, ...counted }],
      'max-lines-per-function': ['warn', { max: 60, ...counted }],
    },
  },
)
