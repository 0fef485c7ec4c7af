/** The arrows of the house (CONTRIBUTING.md): a room may import what stands below it, never what stands above or beside. */
const room = (name) => `^src/${name}/`

/** The command line over HTTP; its neighbours in `cli/` work without a server. */
const COMMAND_LINE = '^src/cli/media(?:/|\\.ts$)'
const LOCAL_COMMANDS = '^src/cli/(?!media(?:/|\\.ts$))'

/** What each place may import; `errors.ts` and `contract` are open to all. */
const ALLOWED = {
  [room('contract')]: [room('contract')],
  '^src/errors\\.ts$': [room('contract')],
  '^src/(crc32|hex)\\.ts$': [],
  '^src/log\\.ts$': [],
  '^src/env\\.ts$': [room('contract')],
  '^src/meter\\.ts$': ['^src/store/answered\\.ts$'],
  '^src/observe\\.ts$': ['^src/(env|log|meter)\\.ts$'],
  '^src/health\\.ts$': [room('contract'), '^src/(env|errors)\\.ts$', '^src/store/catalog\\.ts$'],
  '^src/(http|linger)\\.ts$': ['^src/(env|errors|log)\\.ts$', room('contract')],
  [room('headers')]: [room('headers')],
  [room('formats')]: [room('formats'), '^src/crc32\\.ts$'],
  [room('store')]: [room('store'), room('contract'), '^src/(errors|hex)\\.ts$'],
  [room('scan')]: [room('scan'), '^src/env\\.ts$'],
  [room('tokens')]: [room('tokens'), room('store'), room('contract'), room('headers'), '^src/(env|errors|crc32|hex)\\.ts$'],
  [room('media')]: [
    room('media'),
    room('scan'),
    room('store'),
    room('contract'),
    room('headers'),
    room('formats'),
    '^src/(env|errors|hex|log)\\.ts$',
  ],
  [room('uploads')]: [
    room('uploads'),
    room('media'),
    room('store'),
    room('contract'),
    room('headers'),
    room('formats'),
    '^src/(env|errors|log)\\.ts$',
  ],
  [room('client')]: [room('client')],
  [COMMAND_LINE]: [COMMAND_LINE, room('client')],
  [LOCAL_COMMANDS]: [
    LOCAL_COMMANDS,
    '^src/tokens/register\\.ts$',
    '^src/store/(token-|answered|objects)',
    room('contract'),
    '^src/(env|app)\\.ts$',
  ],
  // Over HTTP only; what is true of names and bytes without a server, it asks the same code.
  [room('console')]: [room('console'), room('client'), '^src/formats/byte-reader\\.ts$', '^src/media/admission\\.ts$', '^src/errors\\.ts$'],
  '^src/openapi/serve\\.ts$': ['^src/openapi/generated/', room('headers'), '^src/(env|errors)\\.ts$'],
  '^src/openapi/generated/': [],
  '^src/openapi/describe/': ['^src/openapi/describe/', room('contract'), room('formats'), '^src/headers/tus\\.ts$', '^src/errors\\.ts$'],
  '^src/openapi/page/': ['^src/openapi/(page|describe)/'],
  '^src/rate-limit\\.ts$': ['^src/(env|errors)\\.ts$', '^src/store/answered\\.ts$'],
  '^src/sweep\\.ts$': [room('contract'), room('store'), '^src/media/key\\.ts$', '^src/tokens/register\\.ts$', '^src/sweep-pass\\.ts$'],
  '^src/sweep-pass\\.ts$': [room('store'), '^src/media/key\\.ts$'],
  '^src/worker\\.ts$': ['^src/(app|env|errors|log)\\.ts$', '^src/uploads/upload\\.ts$', '^src/media/make-variant\\.ts$'],
}

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: ['^src/worker\\.ts$', '^src/cli/', '\\.d\\.ts$'] }, to: {} },
    ...Object.entries(ALLOWED).map(([from, to]) => ({
      name: `arrow-from-${from.replace(/[^a-z]+/g, '-')}`,
      severity: 'error',
      from: { path: from },
      to: { path: '^src/', ...(to.length > 0 ? { pathNot: to } : {}) },
    })),
    {
      name: 'every-room-has-its-arrows',
      comment: 'A new folder or file at the top of src must say above what it may import.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/app\\.ts$', ...Object.keys(ALLOWED)] },
      to: {},
    },
    {
      name: 'pure-rooms-know-no-framework',
      severity: 'error',
      from: { path: [room('formats'), room('headers'), room('contract'), '^src/openapi/(describe|page)/'] },
      to: { path: '^node_modules/', pathNot: '^node_modules/zod/' },
    },
    {
      name: 'the-client-wants-no-package',
      comment: 'Nor anything of Node: it runs in browsers and Workers too.',
      severity: 'error',
      from: { path: room('client') },
      to: { pathNot: room('client') },
    },
    {
      name: 'only-the-store-knows-the-database',
      severity: 'error',
      from: { path: '^src/', pathNot: room('store') },
      to: { path: '^node_modules/drizzle-orm/' },
    },
    {
      name: 'the-document-is-made-ahead',
      comment: 'What makes the OpenAPI document and its page is no part of the Worker: it serves what was made.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/openapi/(describe|page)/' },
      to: { path: '^src/openapi/(describe|page)/' },
    },
    // Nor is workerd's own module anywhere in the file system; the bundle that the local entry wraps is there at run time alone.
    { name: 'resolvable', severity: 'error', from: { pathNot: 'local-entry' }, to: { couldNotResolve: true, pathNot: '^cloudflare:' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['workerd', 'import', 'default'] },
  },
}
