/** Files that our formats take, clean and with the string that every scanner knows. */
import { EICAR } from './clamd.ts'
import { fixture } from './fixtures.ts'
import { largePdf, MB } from './large.ts'

export interface ScannedFile {
  name: string
  bytes: Buffer
}

/** Of so much and no more, in the conversation about a stream that is too long. */
export const SMALL_STREAM = MB

const large = Buffer.concat([...largePdf(6 * MB)])

export const FILES = {
  cleanSmall: { name: 'clean.jpg', bytes: fixture('jpeg/baseline.jpg') },
  cleanLarge: { name: 'clean.pdf', bytes: large },
  /** Behind the picture's end. */
  infectedSmall: { name: 'infected.jpg', bytes: Buffer.concat([fixture('jpeg/baseline.jpg'), EICAR]) },
  infectedLarge: { name: 'infected.pdf', bytes: Buffer.concat([large, EICAR]) },
} satisfies Record<string, ScannedFile>
