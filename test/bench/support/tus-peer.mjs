/** `@tus/server` as its README starts it: files on the disk. */
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'

const [port, directory] = process.argv.slice(2)
const server = new Server({ path: '/files', datastore: new FileStore({ directory }) })
server.listen({ host: 'localhost', port: Number(port) }, () => process.send('ready'))
