/** `import bytes from './file.bin?bytes'`: a fixture as a Uint8Array, also inside workerd, which has no file system. */
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

export function bytesPlugin(): Plugin {
  return {
    name: 'bytes',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split('?')
      if (query !== 'bytes' || !file) return null
      const base64 = (await readFile(file)).toString('base64')
      return `export default Uint8Array.from(atob(${JSON.stringify(base64)}), (c) => c.charCodeAt(0))`
    },
  }
}
