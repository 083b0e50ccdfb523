import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier/flat';
import vue from 'eslint-plugin-vue';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';
import './infra/lint/components.js';
import { names } from './infra/lint/names.js';

const typed = ['**/*.ts', '**/*.tsx', '**/*.vue'];
const tests = ['**/*.test.ts', '**/testing/**', '**/*.build.ts', 'infra/journeys/**'];

/** How long, wide, deep and branched code may get. */
const sizes = {
  'max-lines': ['error', 300],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 3],
  'max-depth': ['error', 3],
  complexity: ['error', 10],
};

const habits = {
  eqeqeq: 'error',
  'no-console': 'error',
  'object-shorthand': 'error',
  'prefer-template': 'error',
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'Use a union of strings: Node runs erasable syntax alone.' },
    {
      selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo)$/]',
      message: 'Every test runs, or is gone.',
    },
  ],
  'names/files': 'error',
  'names/classes': 'error',
};

const typedHabits = {
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  // Both words are used: an interface where something has operations, a type where it is a shape.
  '@typescript-eslint/consistent-type-definitions': 'off',
  '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
};

export default defineConfig(
  globalIgnores(['**/dist/', '**/.turbo/', '.convomatic/', 'coverage/', '**/.nuxt-ui/']),
  eslint.configs.recommended,
  { plugins: { names }, rules: { ...sizes, ...habits } },
  {
    files: typed,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: typedHabits,
  },
  {
    files: ['clients/**/*.vue'],
    extends: [vue.configs['flat/recommended']],
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: tseslint.parser },
    },
    rules: {
      'max-lines': ['error', 250],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      // The type checker knows what is not defined.
      'no-undef': 'off',
    },
  },
  { files: ['clients/**'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
  {
    // What npm start and npm test print is for a person.
    files: ['infra/local/**', 'services/simulator/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Express tells an error handler by its four parameters.
    files: ['services/kit/src/http-*.ts'],
    rules: { 'max-params': ['error', 4] },
  },
  {
    // A migration is one long statement in SQL.
    files: ['**/migrations/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // Wiring is one list that is read from top to bottom; every noun adds two lines.
    files: ['services/*/src/components.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // A describe block is a function as long as its cases.
    files: tests,
    rules: { 'max-lines-per-function': 'off' },
  },
  prettier,
);
