/**
 * The OpenAPI document, from the contract's zod schemas and the table of errors. Made ahead (`npm run openapi`), not in the
 * Worker: what is served is `generated/`, so that no request pays for it and a change of the wire shows in a diff.
 */

import { filePaths } from './files.ts'
import { HEADERS } from './headers.ts'
import { mediaPaths } from './media.ts'
import { PARAMETERS } from './parameters.ts'
import { errorComponents } from './responses.ts'
import { schemas } from './schemas.ts'
import { servicePaths } from './service.ts'
import { tokenPaths } from './tokens.ts'
import type { Document } from './types.ts'
import { uploadPaths } from './uploads.ts'

const DESCRIPTION = `Every path under \`/api\` wants \`Authorization: Bearer <token>\`, but for this document and its page. Authentication, then route and method, then scope are checked before anything else is read.

Answers are JSON, files excepted. An error is \`{"error": "<text>"}\` with an exact text; its cause is in the log of the service, under the \`X-Request-Id\` of the answer. Where there is a \`GET\` there is a \`HEAD\`, which answers the same without its body. \`OPTIONS\` is answered on every path, without a token, for scripts of any origin. Another method is 405 (\`MethodNotAllowed\`), another path 404 (\`NotFound\`).`

const paths = { ...mediaPaths, ...uploadPaths, ...filePaths, ...tokenPaths, ...servicePaths }

export function buildDocument(version: string): Document {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Media API',
      version,
      summary: 'A media library that you own.',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document was fetched from.' }],
    tags: [
      { name: 'Media', description: 'Records of files.' },
      { name: 'Uploads', description: 'Files that may take more than one connection: tus 1.0.0.' },
      { name: 'Files', description: 'The bytes, for everybody.' },
      { name: 'Tokens', description: 'Who may do what.' },
      { name: 'Service', description: 'The service itself.' },
    ],
    paths,
    components: {
      schemas: schemas(),
      responses: errorComponents(paths),
      headers: HEADERS,
      parameters: PARAMETERS,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token: `mt_…`. Each operation names the scope that it must have, if any. A revoked token stops within 60 seconds everywhere.',
        },
      },
    },
  }
}
