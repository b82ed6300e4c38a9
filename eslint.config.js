import eslint from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/**
 * Folder = permission (docs/architecture.md). Each folder names what it may import; everything else is an error, as a
 * type and in a dynamic import too. test/unit/boundaries.test.ts plants a violation of every rule.
 */
const boundaries = [
  { folder: 'main/core', packages: ['zod'], folders: [], node: false },
  {
    folder: 'main/engine',
    packages: [
      'sharp',
      'onnxruntime-node',
      'onnxruntime-common',
      'exifr',
      'libheif-js',
      'jxl-oxide-wasm',
      'node-av',
      'zod',
    ],
    folders: ['core'],
    node: true,
  },
  { folder: 'main/cli', packages: ['commander'], folders: ['core', 'engine/create-engine'], node: true },
  { folder: 'main/desktop', packages: ['electron', 'zod'], folders: ['core'], node: true },
  {
    folder: 'renderer',
    packages: ['react', 'react-dom', 'lucide-react', '@tanstack/react-virtual'],
    folders: ['core'],
    node: false,
  },
]

const everyFolder = ['core', 'engine', 'cli', 'desktop', 'renderer']

function boundary({ folder, packages, folders, node }) {
  const own = folder.split('/').at(-1)
  const allowedPackages = [...packages, ...(node ? ['node:'] : [])]
  const packagePattern = `^(?!\\.|${allowedPackages.map((name) => (name.endsWith(':') ? name : `${name}(/|$)`)).join('|')})`
  const foreign = everyFolder.filter((name) => name !== own && !folders.includes(name))
  const allowedInside = folders.filter((name) => name.includes('/')).map((name) => name.replace(/^[^/]+\//, ''))
  const folderPatterns = foreign.map((name) => {
    const inside = allowedInside.length > 0 && folders.some((allowed) => allowed.startsWith(`${name}/`))
    return inside
      ? `^(\\.\\./)+(main/)?${name}/(?!(${allowedInside.join('|')})\\.js$)`
      : `^(\\.\\./)+(main/)?${name}(/|$)`
  })
  const forbidden = [packagePattern, ...folderPatterns].join('|')
  const message = `${folder} may import only ${[...packages, node ? 'node:*' : '', ...folders].filter(Boolean).join(', ') || 'itself'} (docs/architecture.md)`
  const regex = forbidden.replaceAll('/', '\\/')
  return {
    files: [`${folder}/**/*.{ts,cts,tsx}`],
    ignores: ['renderer/vite.config.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: forbidden, message }] }],
      'no-restricted-syntax': [
        'error',
        { selector: `ImportExpression > Literal[value=/${regex}/]`, message },
        { selector: `TSImportType Literal[value=/${regex}/]`, message },
        { selector: 'ImportExpression > :not(Literal)', message: 'name the module of a dynamic import literally' },
        { selector: 'ExportDefaultDeclaration', message: 'named exports only' },
      ],
    },
  }
}

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'samples/', 'release/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,cts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.ts', 'renderer/vite.config.ts'] } },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        AbortController: 'readonly',
      },
    },
  },
  { files: ['renderer/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  // A note about what React Compiler would leave as it is; it is not in use.
  { files: ['renderer/**/*.tsx'], rules: { 'react-hooks/incompatible-library': 'off' } },
  ...boundaries.map(boundary),
  {
    // Terminal output belongs to the command; a library or window that prints may print a path.
    files: ['main/core/**/*.ts', 'main/engine/**/*.ts', 'main/desktop/**/*.{ts,cts}', 'renderer/**/*.{ts,tsx}'],
    rules: { 'no-console': 'error' },
  },
)
