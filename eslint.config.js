import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const browserRooms = ['packages/ui/**', 'apps/book/src/**', 'apps/site/src/**', 'bench/page/**'];
const pureRooms = ['packages/core/src/**', 'packages/sync/src/**', 'packages/protocol/src/**'];

/** What a pure room may not name: the clock, chance and the world come in as arguments. */
const worldly = ['Date', 'Temporal', 'Intl', 'process', 'console', 'fetch', 'crypto', 'performance']
  .concat(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Buffer'])
  .map((name) => ({ name, message: 'A pure room takes the world as an argument.' }));

export default ts.config(
  { ignores: ['**/.svelte-kit/', '**/build/', '**/data/', 'coverage/', 'e2e/output/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['apps/identity-provider/src/login-script.js', 'apps/online-client/src/pages/*.js'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['**/*.{ts,svelte}'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      // The compiler knows which names exist, and knows better.
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      // How a field is left out of a copy.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      complexity: ['error', 15],
      eqeqeq: 'error',
      'max-depth': ['error', 4],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-param-reassign': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  svelte.configs.recommended,
  {
    files: browserRooms.flatMap((room) => [`${room}/*.svelte`, `${room}/*.svelte.ts`]),
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, projectService: true, extraFileExtensions: ['.svelte'] },
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // svelte-check knows the types in a template; to the linter events and snippets are `any`.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // An address that is put together for a link is not state.
      'svelte/prefer-svelte-reactivity': 'off',
      // The apps stand at the root of their address.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: pureRooms,
    rules: {
      'no-restricted-globals': ['error', ...worldly],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
  {
    files: ['packages/**/src/**'],
    rules: { 'no-console': 'error' },
  },
  {
    // A test's outer function is its table of contents; the file limit still holds.
    files: ['**/test/**', 'sim/**', 'bench/**', 'e2e/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
);
